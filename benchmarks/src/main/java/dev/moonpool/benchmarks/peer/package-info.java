/// Pekko, as shipped and tuned, behind the contenders' interfaces.
///
/// **Purpose.** What ours is measured against, in the same JVM run and by the same callers.
///
/// **Entry type.** [dev.moonpool.benchmarks.peer.PekkoSharding].
///
/// **The way through this package.** PekkoTuning is the configuration, PekkoAccount the actor, the
/// other classes one contender each.
///
/// **Threads.** Callers are JMH's threads; the contender's own threads are its library's.
///
/// **Invariants.** Nothing here is slower than its library makes it: no logging, no extra hop.
@NullMarked
package dev.moonpool.benchmarks.peer;

import org.jspecify.annotations.NullMarked;

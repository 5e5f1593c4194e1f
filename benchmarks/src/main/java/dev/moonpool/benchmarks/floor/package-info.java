/// The bare network under a remote call.
///
/// **Purpose.** What ours is measured against, in the same JVM run and by the same callers.
///
/// **Entry type.** [dev.moonpool.benchmarks.floor.NettyEcho].
///
/// **The way through this package.** NettyEcho is all there is.
///
/// **Threads.** Callers are JMH's threads; the contender's own threads are its library's.
///
/// **Invariants.** Nothing here is slower than its library makes it: no logging, no extra hop.
@NullMarked
package dev.moonpool.benchmarks.floor;

import org.jspecify.annotations.NullMarked;

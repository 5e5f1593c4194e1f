/// Moonpool behind the contenders' interfaces.
///
/// **Purpose.** The shipped runtime and stores, used as a program would use them.
///
/// **Entry type.** [dev.moonpool.benchmarks.ours.SqliteSaves] for the store.
///
/// **The way through this package.** One class for each contender.
///
/// **Threads.** Callers are JMH's threads; turns run on the runtime's virtual threads.
///
/// **Invariants.** Nothing is switched off that is on by default, and nothing is used that is not
/// public.
@NullMarked
package dev.moonpool.benchmarks.ours;

import org.jspecify.annotations.NullMarked;

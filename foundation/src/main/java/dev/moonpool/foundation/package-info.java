/// **Purpose.** The four capabilities through which every other package touches the world – [Time],
/// [Tasks], [Network], [Randomness] – and the checks that are always on.
///
/// **Entry type.** [Providers].
///
/// **The way through.** `Providers`, then the four; then [Invariant], [Coverage] and [FaultPoint],
/// which are static because a check must be possible anywhere and a JVM runs one world at a time.
///
/// **Threads.** Everything here may be used from any thread; timer callbacks run on the timer's
/// thread and must not block.
///
/// **Invariants.** Nothing outside `foundation.system` (and the simulator) reads a clock, starts a
/// thread, opens a socket or draws a random number by any other way.
package dev.moonpool.foundation;

/// **Purpose.** The capabilities of the real world, and the only place in the tree that may touch a
/// clock, a thread, a socket or the system's randomness.
///
/// **Entry type.** [SystemProviders].
///
/// **The way through.** `SystemProviders` puts together `SystemTime` (over `TimingWheel`),
/// `SystemTasks` and `SystemNetwork`.
///
/// **Threads.** One platform thread for timers, a few for event loops, virtual threads for the
/// rest.
///
/// **Invariants.** No other package calls what the ban list names; the tidy test says which and
/// what to use instead.
package dev.moonpool.foundation.system;

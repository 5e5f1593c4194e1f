/// **Purpose.** The clock, the one queue of events, and the scheduler that runs virtual threads
/// from it: everything that decides what happens next.
///
/// **Entry type.** [Kernel].
///
/// **The way through.** `Kernel` holds clock, [EventQueue] and hash; an [Incarnation] is one life
/// of a simulated process, with its scheduler, tasks and timers; `SchedulerHook` is the one class
/// that reaches into the JDK, `PackageOpener` what it falls back on; `Watchdog` looks at real time.
///
/// **Threads.** Everything runs on the driver, the platform thread inside [Kernel#run]; a call from
/// any other thread fails the seed.
///
/// **Invariants.** Events happen in the order of (time, sequence); time never goes back; nothing of
/// an incarnation that has ended ever runs again.
package dev.moonpool.simulation.kernel;

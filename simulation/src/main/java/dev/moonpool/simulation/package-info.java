/// **Purpose.** A deterministic world in which the system under test, unchanged, is driven, broken,
/// healed and judged, all decided by one 64-bit seed.
///
/// **Entry type.** [Simulation].
///
/// **The way through.** [Scenario], [Process] and [Workload] are what a user writes; [Topology] and
/// [Profile] say how much and how rough; `Simulation` runs it; [SeedOutcome] and [Failure] tell.
///
/// **Threads.** One: the platform thread that called [Simulation#run] drives every task and event.
///
/// **Invariants.** The same seed gives the same trace hash, in any JVM.
package dev.moonpool.simulation;

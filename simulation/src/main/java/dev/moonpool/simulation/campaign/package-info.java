/// **Purpose.** Runs a scenario over many seeds with one process for each core, says how far it is,
/// and tells afterwards what was tried, what failed and with which line to see it again.
///
/// **Entry type.** [Campaign].
///
/// **The way through.** [CampaignOptions] says what to run and until when; `Campaign` hands seeds
/// to `Crew` (forked `WorkerMain` processes, spoken to in `WorkerProtocol` lines) or runs them
/// itself; `Tally` adds up; [CampaignReport] is the result, as text, JSON and JUnit XML. `Canary`
/// compares two JVMs; [Replay] runs one seed and shows its trace.
///
/// **Threads.** The caller's thread owns all state; the threads that read the workers' pipes only
/// put events into its queue.
///
/// **Invariants.** Seeds are handed out in order and all that were handed out are answered before a
/// campaign ends, so the lowest failing seed is the same in each run.
package dev.moonpool.simulation.campaign;

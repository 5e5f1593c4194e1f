package dev.moonpool.simulation;

/// What drives the system under test, and says whether it did well.
///
/// Each workload lives in a simulated process of its own that is never crashed; its connections
/// suffer the network's faults like any other. An exception from any of the three methods fails the
/// seed. Whatever a workload starts it has ended by the end of [#check].
@FunctionalInterface
public interface Workload {
  /// Prepares the run. All processes are up, no fault is injected, and no workload runs until every
  /// setup has returned.
  default void setup(WorkloadContext context) throws Exception {}

  /// Drives the system while faults happen. Must return within [Profile#livenessBound] once the
  /// world has healed.
  void run(WorkloadContext context) throws Exception;

  /// Judges the outcome, after every run has returned and the world has healed.
  default void check(WorkloadContext context) throws Exception {}
}

package dev.moonpool.simulation;

/// A named thing to simulate: which processes, which workloads, which invariants.
///
/// Made once and prepared once for each seed, so it keeps no state of its own.
public interface Scenario {
  /// How the command line and reports call it.
  String name();

  /// Gives `simulation` its processes, workloads, shared objects and invariants.
  void prepare(Simulation simulation);
}

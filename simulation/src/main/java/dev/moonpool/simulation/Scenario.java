package dev.moonpool.simulation;

import java.util.List;

/// A named thing to simulate: which processes, which workloads, which invariants.
///
/// Made once and prepared once for each seed, so it keeps no state of its own.
public interface Scenario {
  /// How the command line and reports call it.
  String name();

  /// Gives `simulation` its processes, workloads, shared objects and invariants.
  void prepare(Simulation simulation);

  /// Calls of the program that read a clock, draw a random number or start a thread, and are meant
  /// to: by what is called, such as `Instant.now`, or by where it stands, as the full name of a
  /// class
  /// or of a method in it. Other such calls fail a campaign before its first seed.
  default List<String> allowedCalls() {
    return List.of();
  }
}

package dev.moonpool.simulation.trace;

/// What a line of a trace tells.
public enum LineKind {
  /// The course of the world: phases, lives of processes, faults, the verdict.
  WORLD,
  /// An operation of the program: a message to an actor, what a workload adds.
  OPERATION,
  /// What the program logged.
  LOG,
  /// Bytes and connections: only for the whole trace.
  NETWORK
}

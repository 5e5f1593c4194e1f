package dev.moonpool.actors.api;

/// What became of a request that was not answered.
public enum Outcome {
  /// It never started anywhere: safe to try again.
  NOT_SENT,
  /// It reached a node and was refused before it ran.
  REJECTED,
  /// It may have run, once or not at all, and its answer is lost.
  MAYBE_EXECUTED,
  /// It ran and its handler threw.
  FAILED
}

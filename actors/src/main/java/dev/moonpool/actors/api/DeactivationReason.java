package dev.moonpool.actors.api;

/// Why an activation ends.
public enum DeactivationReason {
  /// No message came for the idle timeout.
  IDLE_TIMEOUT,
  /// The actor or somebody outside asked for it.
  EXPLICIT,
  /// Its constructor, hook or state failed.
  ACTIVATION_FAILED,
  /// Another activation of the actor was registered first.
  LOST_RACE,
  /// The store has a newer writer.
  FENCED,
  /// It was moved to another node.
  MIGRATED,
  /// Its node is stopping.
  NODE_SHUTDOWN,
  /// A Java `Error` or a violated invariant.
  UNRECOVERABLE_ERROR
}

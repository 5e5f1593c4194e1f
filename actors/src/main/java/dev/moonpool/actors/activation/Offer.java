package dev.moonpool.actors.activation;

/// What a mailbox says to a message.
public enum Offer {
  /// It waits there and will be run, or handed on.
  ACCEPTED,
  /// It waits there and the activation was idle: whoever offered it must start the activation.
  ACCEPTED_IDLE,
  /// As many wait as may.
  FULL,
  /// The activation is gone: look again.
  CLOSED
}

package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Outcome;

/// Another node did not answer a question of this node itself.
public final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Outcome outcome;

  /// @param outcome what became of the question
  /// @param message what, which node, and why
  public PeerException(Outcome outcome, String message) {
    super(message, null, false, false);
    this.outcome = outcome;
  }

  /// What became of the question.
  public Outcome outcome() {
    return outcome;
  }
}

package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Outcome;

/// Another node did not answer a question of this node itself.
public final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Outcome outcome;
  private final boolean connectionRefused;

  /// @param outcome what became of the question
  /// @param message what, which node, and why
  public PeerException(Outcome outcome, String message) {
    this(outcome, message, false);
  }

  private PeerException(Outcome outcome, String message, boolean connectionRefused) {
    super(message, null, false, false);
    this.outcome = outcome;
    this.connectionRefused = connectionRefused;
  }

  /// Whether nothing listened at the other node's address when it was dialed last, which is what a
  /// process that has ended looks like.
  public boolean isConnectionRefused() {
    return connectionRefused;
  }

  static PeerException notSent(String message, boolean connectionRefused) {
    return new PeerException(Outcome.NOT_SENT, message, connectionRefused);
  }

  /// What became of the question.
  public Outcome outcome() {
    return outcome;
  }
}

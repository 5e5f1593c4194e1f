package dev.moonpool.actors.api;

import org.jspecify.annotations.Nullable;

/// The request never started anywhere: it is safe to send it again.
public final class NotSentException extends ActorException {
  private static final long serialVersionUID = 1;

  /// @param message how far it came and why no further
  public NotSentException(String message) {
    super(message, null);
  }

  /// @param message how far it came and why no further
  /// @param cause what stopped it
  public NotSentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public Outcome outcome() {
    return Outcome.NOT_SENT;
  }

  @Override
  public boolean isRetriable() {
    return true;
  }
}

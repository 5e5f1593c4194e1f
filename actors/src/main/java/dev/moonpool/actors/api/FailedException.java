package dev.moonpool.actors.api;

import org.jspecify.annotations.Nullable;

/// The handler ran and threw.
public sealed class FailedException extends ActorException
    permits RefusedException, AnswerTooLargeException {
  private static final long serialVersionUID = 1;

  /// @param message the handler's class of exception and its words
  /// @param cause the exception itself where it was thrown on this node
  public FailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public final Outcome outcome() {
    return Outcome.FAILED;
  }

  @Override
  public final boolean isRetriable() {
    return false;
  }
}

package dev.moonpool.actors.api;

import org.jspecify.annotations.Nullable;

/// Why a call has no answer. Its [#outcome] says what became of the request.
public abstract sealed class ActorException extends RuntimeException
    permits NotSentException, RejectedException, MaybeExecutedException, FailedException {
  private static final long serialVersionUID = 1;

  ActorException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// What became of the request.
  public abstract Outcome outcome();

  /// Whether the same request may succeed if it is simply sent again, and cannot run twice by that.
  public abstract boolean isRetriable();
}

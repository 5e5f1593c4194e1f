package dev.moonpool.actors.api;

import org.jspecify.annotations.Nullable;

/// The request may have run, and its answer is lost: it timed out, its connection died, or a save
/// has an unknown outcome. Send it again only if running it twice does no harm.
public final class MaybeExecutedException extends ActorException {
  private static final long serialVersionUID = 1;

  /// @param message the last stage that is known, and why there is no answer
  public MaybeExecutedException(String message) {
    super(message, null);
  }

  /// @param message the last stage that is known, and why there is no answer
  /// @param cause what happened
  public MaybeExecutedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public Outcome outcome() {
    return Outcome.MAYBE_EXECUTED;
  }

  @Override
  public boolean isRetriable() {
    return false;
  }
}

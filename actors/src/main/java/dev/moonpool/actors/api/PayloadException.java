package dev.moonpool.actors.api;

import org.jspecify.annotations.Nullable;

/// A payload could not be written, or bytes are not the payload they should be.
public final class PayloadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message what, of which class, and why
  public PayloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.moonpool.actors.call;

import org.jspecify.annotations.Nullable;

/// A payload that cannot be written, or not be read as what its method takes.
public final class PayloadMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message which payload and what was found
  /// @param cause what the serializer said, if it was asked
  public PayloadMismatchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

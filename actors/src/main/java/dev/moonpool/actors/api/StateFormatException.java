package dev.moonpool.actors.api;

/// Bytes that are not a state, or a state that cannot be written.
public final class StateFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message what was found
  public StateFormatException(String message) {
    super(message);
  }

  /// @param message which class and what was found
  /// @param cause what the library said
  public StateFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.moonpool.foundation;

/// Says that something was asked of [Providers] that have been closed: whatever uses them is closed
/// before them.
public final class ClosedProvidersException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// @param message what was asked
  public ClosedProvidersException(String message) {
    super(message);
  }
}

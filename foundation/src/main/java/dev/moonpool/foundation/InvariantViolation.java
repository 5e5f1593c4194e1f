package dev.moonpool.foundation;

/// Thrown by [Invariant]: the program is wrong.
public final class InvariantViolation extends AssertionError {
  private static final long serialVersionUID = 1;

  /// @param message what should have held
  public InvariantViolation(String message) {
    super(message);
  }
}

package dev.moonpool.actors.api;

/// Why an actor's state was not saved or loaded.
public abstract sealed class StateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StateException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Another activation is the writer now; nothing was saved, and this activation ends.
  public static final class Fenced extends StateException {
    private static final long serialVersionUID = 1;

    /// @param message what was tried
    /// @param cause what the store said
    public Fenced(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Nobody knows whether it was saved; the state is claimed and read again before the next turn.
  public static final class Indeterminate extends StateException {
    private static final long serialVersionUID = 1;

    /// @param message what was tried
    /// @param cause what the store said
    public Indeterminate(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The store cannot be reached; nothing was saved. The handler may try again.
  public static final class Unavailable extends StateException {
    private static final long serialVersionUID = 1;

    /// @param message what was tried
    /// @param cause what the store said
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The state is larger than the store takes; nothing was saved.
  public static final class TooLarge extends StateException {
    private static final long serialVersionUID = 1;

    /// @param message what was tried
    /// @param cause what the store said
    public TooLarge(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// What is stored cannot be read as this state; nothing was overwritten.
  public static final class Corrupt extends StateException {
    private static final long serialVersionUID = 1;

    /// @param message what was found
    /// @param cause how
    public Corrupt(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

package dev.moonpool.actors.api;

import org.jspecify.annotations.Nullable;

/// Why an actor's state was not saved or loaded. Thrown inside handlers; a caller finds it as the
/// cause of a [FailedException], of the same class from whichever node.
public abstract sealed class StateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StateException(String message, @Nullable Throwable cause) {
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
    /// @param cause what the store said, or null if it said so on another node
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The state is larger than the store takes; nothing was saved.
  public static final class TooLarge extends StateException {
    private static final long serialVersionUID = 1;

    /// @param message what was tried
    /// @param cause what the store said, or null if it said so on another node
    public TooLarge(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What is stored cannot be read as this state; nothing was overwritten.
  public static final class Corrupt extends StateException {
    private static final long serialVersionUID = 1;

    /// @param message what was found
    /// @param cause how, or null if it was found on another node
    public Corrupt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}

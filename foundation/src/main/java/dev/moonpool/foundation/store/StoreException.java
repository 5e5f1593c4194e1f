package dev.moonpool.foundation.store;

/// Why a store did not do what it was asked.
///
/// A subclass exists for each outcome on which some caller acts differently.
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  private StoreException(String message) {
    super(message);
  }

  /// The store cannot be reached or did not try; nothing was done.
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1;

    /// @param message what was tried
    /// @param cause what the store said
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }

    /// @param message what was tried
    public Unavailable(String message) {
      super(message);
    }
  }

  /// Another fence holds the key: another activation is the writer now, or, if the stored fence is
  /// the lower one, the key was never claimed for the given one. Nothing was done.
  public static final class Fenced extends StoreException {
    private static final long serialVersionUID = 1;
    private final transient Fence stored;

    /// @param key what was to be written
    /// @param given the fence that was refused
    /// @param stored the fence that holds the key; [Fence#NONE] if it was never claimed
    public Fenced(StateKey key, Fence given, Fence stored) {
      super("%s is claimed by fence %s, given %s".formatted(key, stored, given));
      this.stored = stored;
    }

    /// The fence that holds the key: a new registration must be granted a higher one.
    public Fence stored() {
      return stored;
    }
  }

  /// The fence is right but the version is not: an older save of the same writer. Nothing was done.
  public static final class Conflict extends StoreException {
    private static final long serialVersionUID = 1;

    /// @param key what was to be written
    /// @param given the version that was refused
    /// @param stored the version in the store
    public Conflict(StateKey key, long given, long stored) {
      super("%s has version %d, given %d".formatted(key, stored, given));
    }
  }

  /// The state is larger than the store takes. Nothing was done.
  public static final class TooLarge extends StoreException {
    private static final long serialVersionUID = 1;

    /// @param key what was to be written
    /// @param bytes its size
    /// @param bytesMax the store's limit
    public TooLarge(StateKey key, long bytes, long bytesMax) {
      super("state of %s has %d bytes, limit %d".formatted(key, bytes, bytesMax));
    }
  }

  /// What is stored is damaged. Nothing was done, in particular nothing was overwritten.
  public static final class Corrupt extends StoreException {
    private static final long serialVersionUID = 1;

    /// @param message what was found
    public Corrupt(String message) {
      super(message);
    }

    /// @param message what was found
    /// @param cause how it was found
    public Corrupt(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Nobody knows whether it was done. Only a new claim tells.
  public static final class Indeterminate extends StoreException {
    private static final long serialVersionUID = 1;

    /// @param message what was tried
    /// @param cause why the outcome is unknown
    public Indeterminate(String message, Throwable cause) {
      super(message, cause);
    }

    /// @param message what was tried
    public Indeterminate(String message) {
      super(message);
    }
  }
}

package dev.moonpool.actors.directory;

import org.jspecify.annotations.Nullable;

/// Bytes are not what they should be; the message says what was expected and what was found.
final class GarbageException extends Exception {
  private static final long serialVersionUID = 1;

  GarbageException(String message) {
    this(message, null);
  }

  GarbageException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false); // hostile bytes must not cost a stack trace each
  }
}

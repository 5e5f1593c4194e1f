package dev.moonpool.cli;

import org.jspecify.annotations.Nullable;

/// Ends a command with one line for the user: what is wrong and what to do about it.
///
/// Thrown for what a user can cause or mend. Anything else that escapes a command is a bug and is
/// shown with its stack.
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /// A failure that answers the shell with `exitCode` and shows `message`.
  CommandException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /// The same, with the failure behind it, which `MOONPOOL_STACKS=1` shows.
  CommandException(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /// What the shell is told.
  ExitCode exitCode() {
    return exitCode;
  }
}

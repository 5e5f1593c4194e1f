package dev.moonpool.cli;

import dev.moonpool.actors.id.NodeAddress;

/// Reads arguments, and says what is wrong with them in one line.
final class Arguments {
  private Arguments() {}

  /// An address.
  ///
  /// @throws CommandException if it is none
  static NodeAddress address(String option, String text) {
    try {
      return NodeAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
    }
  }

  /// A number within bounds.
  ///
  /// @throws CommandException if it is out of them
  static void checkRange(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new CommandException(
          ExitCode.USAGE, "%s is from %d to %d, not %d".formatted(option, min, max, value));
    }
  }

  /// A message without what stands before an `@` in the arguments, as in `ws://user:password@host`.
  static String withoutPasswords(String message, String... arguments) {
    String masked = message;
    for (String argument : arguments) {
      int at = argument.lastIndexOf('@');
      int slashes = argument.indexOf("//");
      int begin = slashes < 0 || slashes > at ? argument.indexOf('=') + 1 : slashes + 2;
      if (begin < at) {
        masked = masked.replace(argument.substring(begin, at), "***");
      }
    }
    return masked;
  }

  /// A seed as `0x…` or decimal; all 64 bits may be set.
  ///
  /// @throws CommandException if it is none
  static long seed(String option, String text) {
    try {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return Long.parseUnsignedLong(text.substring(2), 16);
      }
      return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s is a number of 64 bits such as 0x5eed, not '%s'".formatted(option, text),
          e);
    }
  }
}

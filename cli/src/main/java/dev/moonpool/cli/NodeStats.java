package dev.moonpool.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a node process tells about itself when asked: one line, `stats name=number …`.
///
/// @param activations how many actors are active now
/// @param activated how many activations there have been
/// @param local how many requests its callers had answered on their own node
/// @param remote how many requests its callers sent to other nodes
/// @param forwarded how many requests it passed on because their actor had moved
record NodeStats(long activations, long activated, long local, long remote, long forwarded) {
  private static final String PREFIX = "stats";

  /// Whether a line is such a line.
  static boolean isStats(String line) {
    return line.startsWith(PREFIX + " ");
  }

  /// The line.
  String line() {
    return "%s activations=%d activated=%d local=%d remote=%d forwarded=%d"
        .formatted(PREFIX, activations, activated, local, remote, forwarded);
  }

  /// Reads the line.
  ///
  /// @throws IllegalArgumentException if it is another
  static NodeStats parse(String line) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    if (isStats(line)) {
      for (String pair : line.substring(PREFIX.length() + 1).split(" ")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          numbers.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
        }
      }
    }
    return new NodeStats(
        number(numbers, "activations", line),
        number(numbers, "activated", line),
        number(numbers, "local", line),
        number(numbers, "remote", line),
        number(numbers, "forwarded", line));
  }

  private static long number(Map<String, Long> numbers, String name, String line) {
    Long number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("no '%s' in '%s'".formatted(name, line));
    }
    return number;
  }
}

package dev.moonpool.websocket.protocol;

import java.util.Objects;

/// What one can subscribe to, as the upstream protocol names it, such as `trades.BTC`.
///
/// @param name 1 to 1,024 characters
public record Topic(String name) implements Comparable<Topic> {
  private static final int LENGTH_MAX = 1_024;

  /// Checks the length.
  public Topic {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty() || name.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a topic has 1 to %d characters, this one has %d".formatted(LENGTH_MAX, name.length()));
    }
  }

  /// The topic that is written like this; what [#toString] gave.
  public static Topic parse(String name) {
    return new Topic(name);
  }

  @Override
  public int compareTo(Topic other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}

package dev.moonpool.foundation.store;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The name of one stored state: the text form of an actor's id.
///
/// @param text 1 to 256 bytes in UTF-8
public record StateKey(String text) implements Comparable<StateKey> {
  /// How many UTF-8 bytes a key may have.
  public static final int BYTES_MAX = 256;

  /// Checks the length.
  public StateKey {
    Objects.requireNonNull(text, "text");
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a state key has 1 to %d bytes in UTF-8, this has %d: '%s'"
              .formatted(BYTES_MAX, bytes, text));
    }
  }

  @Override
  public int compareTo(StateKey other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

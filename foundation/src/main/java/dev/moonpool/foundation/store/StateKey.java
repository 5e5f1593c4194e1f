package dev.moonpool.foundation.store;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The name of one stored state: the text form of an actor's id.
///
/// Keys that differ in any character are different keys; nothing is folded or normalized. Ordered
/// by UTF-16 units, like [String].
///
/// @param text well-formed Unicode of 1 to 256 bytes in UTF-8
public record StateKey(String text) implements Comparable<StateKey> {
  /// How many UTF-8 bytes a key may have.
  public static final int BYTES_MAX = 256;

  /// Checks length and form.
  public StateKey {
    Objects.requireNonNull(text, "text");
    // UTF-8 has no form for half a pair: two such keys would become the same bytes in a store.
    if (hasLoneSurrogate(text)) {
      throw new IllegalArgumentException(
          "a state key is well-formed Unicode, this has half a surrogate pair: '%s'"
              .formatted(text));
    }
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

  private static boolean hasLoneSurrogate(String text) {
    // A whole pair is read as one supplementary code point; what is left in the range is a half.
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}

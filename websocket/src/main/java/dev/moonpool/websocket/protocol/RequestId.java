package dev.moonpool.websocket.protocol;

import java.util.Objects;

/// The name of a request, which its response carries back.
///
/// Usually a ULID from [RequestIds]; protocols that want others (JSON-RPC servers that take only
/// numbers) make their own.
///
/// @param text 1 to 128 characters
public record RequestId(String text) implements Comparable<RequestId> {
  private static final int LENGTH_MAX = 128;

  /// Checks the length.
  public RequestId {
    Objects.requireNonNull(text, "text");
    if (text.isEmpty() || text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a request id has 1 to %d characters, this one has %d"
              .formatted(LENGTH_MAX, text.length()));
    }
  }

  /// The id that is written like this; what [#toString] gave.
  public static RequestId parse(String text) {
    return new RequestId(text);
  }

  @Override
  public int compareTo(RequestId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.moonpool.websocket.connection;

/// The number of a connection's ready times: 1 for the first, one more for each next.
///
/// @param number from 1 on; 0 before the first
public record ConnectionEpoch(long number) implements Comparable<ConnectionEpoch> {
  /// Before the connection was ready for the first time.
  public static final ConnectionEpoch NONE = new ConnectionEpoch(0);

  /// Checks that it is not negative.
  public ConnectionEpoch {
    if (number < 0) {
      throw new IllegalArgumentException("an epoch is not negative, this is " + number);
    }
  }

  /// The one that follows.
  public ConnectionEpoch next() {
    return new ConnectionEpoch(number + 1);
  }

  @Override
  public int compareTo(ConnectionEpoch other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "epoch " + number;
  }
}

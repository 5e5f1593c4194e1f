package dev.moonpool.actors.messaging;

/// Which way a message goes.
public enum Direction {
  /// Asks, and wants an answer.
  REQUEST(1),
  /// Answers a request.
  RESPONSE(2),
  /// Asks, and wants no answer.
  ONE_WAY(3);

  private final int code;

  Direction(int code) {
    this.code = code;
  }

  /// Its number on the wire: the kind of the frame.
  public int code() {
    return code;
  }
}

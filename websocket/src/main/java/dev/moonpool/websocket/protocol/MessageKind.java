package dev.moonpool.websocket.protocol;

/// What an inbound message is about.
public enum MessageKind {
  /// The answer to a request.
  RESPONSE,
  /// Something new on a topic.
  UPDATE,
  /// The server tells of itself: maintenance, limits.
  SYSTEM,
  /// The protocol's own business: acknowledgements, pings.
  CONTROL,
  /// The handler does not know it.
  UNKNOWN;

  /// Whether it answers a request.
  public boolean isResponse() {
    return this == RESPONSE;
  }

  /// Whether it belongs to a topic.
  public boolean isUpdate() {
    return this == UPDATE;
  }

  /// Whether it goes to the stream of events, as nobody in particular waits for it.
  public boolean isEvent() {
    return this == SYSTEM || this == CONTROL || this == UNKNOWN;
  }
}

package dev.moonpool.websocket.connection;

/// Where a connection is in its life.
///
/// `DISCONNECTED → CONNECTING → CONNECTED → (AUTHENTICATING) → READY`; from each of the four to
/// `RECONNECTING` when something goes wrong, and from there to `CONNECTING` again. From anywhere
/// to `CLOSING` and `CLOSED`.
public enum ConnectionState {
  /// Nothing has been tried yet.
  DISCONNECTED,
  /// A socket is being opened and upgraded.
  CONNECTING,
  /// The socket is there; first messages are sent and subscriptions restored.
  CONNECTED,
  /// The server is asked whether it accepts who we are.
  AUTHENTICATING,
  /// Requests and messages go both ways.
  READY,
  /// The socket is lost; another attempt follows after a delay.
  RECONNECTING,
  /// A close frame was sent, or the socket is being ended.
  CLOSING,
  /// The end.
  CLOSED;

  /// Whether there is a socket that carries frames.
  public boolean isOpen() {
    return this == CONNECTED || this == AUTHENTICATING || this == READY;
  }

  /// Whether it has ended or is about to.
  public boolean isEnding() {
    return this == CLOSING || this == CLOSED;
  }

  /// Whether the server may be asked for topics.
  boolean mayAsk() {
    return this == CONNECTED || this == READY;
  }

  boolean mayBecome(ConnectionState next) {
    return switch (this) {
      case DISCONNECTED -> next == CONNECTING || next.isEnding();
      case CONNECTING -> next == CONNECTED || next == RECONNECTING || next.isEnding();
      case CONNECTED -> next != DISCONNECTED && next != CONNECTING && next != CONNECTED;
      case AUTHENTICATING -> next == CONNECTED || next == RECONNECTING || next.isEnding();
      case READY -> next == RECONNECTING || next.isEnding();
      case RECONNECTING -> next == CONNECTING || next.isEnding();
      case CLOSING -> next == CLOSED;
      case CLOSED -> false;
    };
  }
}

package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.WsException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Why a connection was lost or closed.
///
/// @param code the close code; 1006 if the connection ended without one
/// @param text what the other end, the network or we said
public record DisconnectReason(int code, String text) {
  /// The close code of a connection that ended without a close frame.
  public static final int ABNORMAL = 1006;

  /// Checks that there is a text.
  public DisconnectReason {
    Objects.requireNonNull(text, "text");
  }

  static DisconnectReason lost(String text) {
    return new DisconnectReason(ABNORMAL, text);
  }

  /// What a request is told that ends with the socket.
  WsException error(@Nullable Outcome outcome) {
    return new WsException.ConnectionClosed(code, text, outcome);
  }

  @Override
  public String toString() {
    return code + " " + text;
  }
}

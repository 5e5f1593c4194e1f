package dev.moonpool.websocket.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// A message that came from the server, with what its handler knows of it.
///
/// @param raw as it came
/// @param kind what it is about
/// @param topic the topic it belongs to, if it belongs to one
public record IncomingMessage(WsMessage raw, MessageKind kind, Optional<Topic> topic) {
  /// Checks that all are there.
  public IncomingMessage {
    Objects.requireNonNull(raw, "raw");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(topic, "topic");
  }

  /// Its text; of a binary message the bytes read as UTF-8.
  public String text() {
    return switch (raw) {
      case WsMessage.Text(String text) -> text;
      case WsMessage.Binary(byte[] data) -> new String(data, StandardCharsets.UTF_8);
    };
  }
}

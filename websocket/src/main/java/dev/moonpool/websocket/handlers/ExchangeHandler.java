package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.WsMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The older, smaller interface: a protocol of topics and texts, without requests.
///
/// Kept so that what was written for it works on: [ExchangeAdapter] makes a
/// [dev.moonpool.websocket.protocol.ProtocolHandler] of it, which new code implements itself. Its
/// methods run on the connection's event loop and must not block.
public interface ExchangeHandler {
  /// Which topic a text belongs to; empty if to none.
  Optional<String> topic(String message);

  /// What subscribes to a topic.
  WsMessage subscribe(String topic);

  /// What ends the subscription to a topic.
  WsMessage unsubscribe(String topic);

  /// What to send first on every new socket, who we are for example.
  default List<WsMessage> onConnect() {
    return List.of();
  }

  /// The text in a binary message, unpacked for example; empty if there is none. By default the
  /// bytes are read as UTF-8.
  default Optional<String> decodeBinary(byte[] data) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /// Whose a message is, and how its subscribers see it; empty if it is nobody's. By default its
  /// text, decoded if it is binary, is asked for its topic.
  default Optional<Routed> process(WsMessage message) {
    Optional<String> text =
        switch (message) {
          case WsMessage.Text(String given) -> Optional.of(given);
          case WsMessage.Binary(byte[] data) -> decodeBinary(data);
        };
    return text.flatMap(
        given -> topic(given).map(topic -> new Routed(topic, WsMessage.text(given))));
  }

  /// A message and the topic that it belongs to.
  ///
  /// @param topic which
  /// @param message as subscribers see it
  record Routed(String topic, WsMessage message) {
    /// Checks that both are there.
    public Routed {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(message, "message");
    }
  }
}

package dev.moonpool.benchmarks.websocket;

import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A protocol of plain texts: each is either consumed on the spot by a listener, or an update of
/// the one topic that there is.
final class TextHandler implements ProtocolHandler<String> {
  static final Topic TOPIC = new Topic("texts");

  private final Predicate<String> listener;

  /// @param listener called on the event loop; whether it has consumed the text
  TextHandler(Predicate<String> listener) {
    this.listener = listener;
  }

  @Override
  public String parse(WsMessage message) {
    return switch (message) {
      case WsMessage.Text(String text) -> text;
      case WsMessage.Binary any -> throw new IllegalArgumentException("only texts are sent");
    };
  }

  @Override
  public boolean consumes(String message) {
    return listener.test(message);
  }

  @Override
  public MessageKind classify(String message) {
    return MessageKind.UPDATE;
  }

  @Override
  public Optional<RequestId> requestId(String message) {
    return Optional.empty();
  }

  @Override
  public Optional<Topic> topic(String message) {
    return Optional.of(TOPIC);
  }

  @Override
  public <T> T value(String response, Class<T> type) {
    return type.cast(response);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    throw new WsException.Serialization("texts have no names", Outcome.NOT_SENT, null);
  }

  @Override
  public WsMessage message(Object payload) {
    return WsMessage.text((String) payload);
  }

  @Override
  public List<WsMessage> subscribe(List<Topic> topics, RequestIds ids) {
    return List.of();
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> topics, RequestIds ids) {
    return List.of();
  }
}

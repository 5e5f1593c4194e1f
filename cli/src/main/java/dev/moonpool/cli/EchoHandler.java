package dev.moonpool.cli;

import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.List;
import java.util.Optional;

/// A protocol without requests or topics: every message is just that.
final class EchoHandler implements ProtocolHandler<WsMessage> {
  @Override
  public WsMessage parse(WsMessage message) {
    return message;
  }

  @Override
  public MessageKind classify(WsMessage message) {
    return MessageKind.UNKNOWN;
  }

  @Override
  public Optional<RequestId> requestId(WsMessage message) {
    return Optional.empty();
  }

  @Override
  public Optional<Topic> topic(WsMessage message) {
    return Optional.empty();
  }

  @Override
  public <T> T value(WsMessage response, Class<T> type) {
    return type.cast(response);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    return message(payload);
  }

  @Override
  public WsMessage message(Object payload) {
    return WsMessage.text(payload.toString());
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

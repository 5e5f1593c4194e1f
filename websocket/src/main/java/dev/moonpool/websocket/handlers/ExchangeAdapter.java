package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.handlers.ExchangeHandler.Routed;
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

/// Lets a connection speak a protocol that was written as an [ExchangeHandler].
///
/// Each topic is subscribed to by a message of its own, and taken as accepted when that is sent.
/// There are no requests: a request fails with [WsException.Serialization] and was not sent. A
/// message is a text, which is sent as it is, or anything else, which becomes JSON.
public final class ExchangeAdapter implements ProtocolHandler<Optional<Routed>> {
  private final Json json = new Json();
  private final ExchangeHandler handler;

  /// @param handler what it adapts
  public ExchangeAdapter(ExchangeHandler handler) {
    this.handler = handler;
  }

  @Override
  public Optional<Routed> parse(WsMessage message) {
    return handler.process(message);
  }

  @Override
  public void parseEach(WsMessage message, Parts<Optional<Routed>> parts) {
    Optional<Routed> routed = parse(message);
    parts.part(routed.map(Routed::message).orElse(message), routed);
  }

  @Override
  public List<WsMessage> onConnect() {
    return handler.onConnect();
  }

  @Override
  public MessageKind classify(Optional<Routed> message) {
    return message.isPresent() ? MessageKind.UPDATE : MessageKind.UNKNOWN;
  }

  @Override
  public Optional<RequestId> requestId(Optional<Routed> message) {
    return Optional.empty();
  }

  @Override
  public Optional<Topic> topic(Optional<Routed> message) {
    return message.map(routed -> new Topic(routed.topic()));
  }

  @Override
  public <T> T value(Optional<Routed> response, Class<T> type) {
    throw new WsException.Serialization("the older interface has no answers", null, null);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    throw new WsException.Serialization(
        "the older interface has no requests: send a message, or write a ProtocolHandler",
        Outcome.NOT_SENT,
        null);
  }

  @Override
  public WsMessage message(Object payload) {
    return payload instanceof String text ? WsMessage.text(text) : json.write(json.tree(payload));
  }

  @Override
  public List<WsMessage> subscribe(List<Topic> topics, RequestIds ids) {
    return topics.stream().map(topic -> handler.subscribe(topic.name())).toList();
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> topics, RequestIds ids) {
    return topics.stream().map(topic -> handler.unsubscribe(topic.name())).toList();
  }
}

package dev.moonpool.websocket.handlers;

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

/// A protocol of plain text and binary messages, of which nothing is known.
///
/// Every message that comes belongs to the topic [#MESSAGES]; subscribing to it says nothing to the
/// server. Sent are a `String` as text, a `byte[]` as binary, and a [WsMessage] as it is. There are
/// no requests: they fail with [WsException.Serialization] and were not sent.
///
/// ```java
/// try (Subscription messages = handle.subscribe(RawHandler.MESSAGES)) {
///   handle.send("hello");
///   for (Subscription.Item item : messages) { … }
/// }
/// ```
///
/// A message that comes while there is no subscription is an event of the connection.
public final class RawHandler implements ProtocolHandler<WsMessage> {
  /// The topic of every message.
  public static final Topic MESSAGES = new Topic("messages");

  /// A handler for one connection.
  public RawHandler() {}

  @Override
  public WsMessage parse(WsMessage message) {
    return message;
  }

  @Override
  public MessageKind classify(WsMessage message) {
    return MessageKind.UPDATE;
  }

  @Override
  public Optional<RequestId> requestId(WsMessage message) {
    return Optional.empty();
  }

  @Override
  public Optional<Topic> topic(WsMessage message) {
    return Optional.of(MESSAGES);
  }

  @Override
  public <T> T value(WsMessage response, Class<T> type) {
    throw new WsException.Serialization("plain messages have no answers", null, null);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    throw new WsException.Serialization(
        "plain messages have no answers: send, and subscribe to RawHandler.MESSAGES",
        Outcome.NOT_SENT,
        null);
  }

  @Override
  public WsMessage message(Object payload) {
    return switch (payload) {
      case WsMessage message -> message;
      case String text -> WsMessage.text(text);
      case byte[] bytes -> WsMessage.binary(bytes);
      default ->
          throw new WsException.Serialization(
              "a plain message is a String, a byte[] or a WsMessage, not a "
                  + payload.getClass().getName(),
              Outcome.NOT_SENT,
              null);
    };
  }

  /// @throws IllegalArgumentException for another topic than [#MESSAGES]
  @Override
  public List<WsMessage> subscribe(List<Topic> topics, RequestIds ids) {
    for (Topic topic : topics) {
      if (!topic.equals(MESSAGES)) {
        throw new IllegalArgumentException(
            "the only topic of plain messages is '" + MESSAGES + "'");
      }
    }
    return List.of();
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> topics, RequestIds ids) {
    return List.of();
  }
}

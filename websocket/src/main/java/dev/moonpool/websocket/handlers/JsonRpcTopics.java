package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// How a JSON-RPC server subscribes that has one method for all topics, and how its notifications
/// are called.
///
/// A topic is the first parameter of subscribing, or that and, after a space, a second one in JSON.
/// What is no JSON after the space is taken as a text of its own, for the server to judge.
///
/// The answer to subscribing is the name under which the server sends notifications: each has it
/// in its parameters as `subscription`, beside `result`.
///
/// @param subscribe the method that subscribes
/// @param unsubscribe the method that ends a subscription, given its name
/// @param notification the method of notifications
public record JsonRpcTopics(String subscribe, String unsubscribe, String notification)
    implements JsonRpcDialect {
  /// As Ethereum nodes do it.
  public static final JsonRpcTopics ETHEREUM =
      new JsonRpcTopics("eth_subscribe", "eth_unsubscribe", "eth_subscription");

  private static final Json JSON = new Json();

  /// Checks that all are there.
  public JsonRpcTopics {
    Objects.requireNonNull(subscribe, "subscribe");
    Objects.requireNonNull(unsubscribe, "unsubscribe");
    Objects.requireNonNull(notification, "notification");
  }

  @Override
  public JsonRpcCall subscribe(Topic topic) {
    int space = topic.name().indexOf(' ');
    if (space < 0) {
      return new JsonRpcCall(subscribe, List.of(topic.name()));
    }
    String second = topic.name().substring(space + 1);
    return new JsonRpcCall(subscribe, List.of(topic.name().substring(0, space), read(second)));
  }

  private static Object read(String text) {
    try {
      return JSON.read(WsMessage.text(text));
    } catch (JacksonException e) {
      return text;
    }
  }

  @Override
  public JsonRpcCall unsubscribe(Topic topic, JsonNode name) {
    return new JsonRpcCall(unsubscribe, List.of(name));
  }

  @Override
  public boolean notifies(String method) {
    return method.equals(notification);
  }
}

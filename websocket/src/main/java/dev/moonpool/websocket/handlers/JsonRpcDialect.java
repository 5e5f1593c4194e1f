package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.Topic;
import tools.jackson.databind.JsonNode;

/// How a JSON-RPC server subscribes, as functions of the topic. [JsonRpcTopics] is the dialect with
/// one method for all topics.
///
/// The answer to subscribing is the name, a text or a whole number, under which the server sends
/// notifications: each has it in its parameters as `subscription`. Runs on the connection's event
/// loop and must not block.
public interface JsonRpcDialect {
  /// The call that subscribes to the topic.
  JsonRpcCall subscribe(Topic topic);

  /// The call that ends the subscription.
  ///
  /// @param name under which the server sends the topic
  JsonRpcCall unsubscribe(Topic topic, JsonNode name);

  /// True if messages with this method are notifications of subscriptions.
  boolean notifies(String method);
}

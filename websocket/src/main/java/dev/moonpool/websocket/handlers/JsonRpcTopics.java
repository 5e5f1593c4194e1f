package dev.moonpool.websocket.handlers;

import java.util.Objects;

/// How a JSON-RPC server subscribes: by which methods, and how its notifications are called.
///
/// The answer to subscribing is the name under which the server sends notifications: each has it
/// in its parameters as `subscription`, beside `result`.
///
/// @param subscribe the method that subscribes
/// @param unsubscribe the method that ends a subscription, given its name
/// @param notification the method of notifications
public record JsonRpcTopics(String subscribe, String unsubscribe, String notification) {
  /// As Ethereum nodes do it.
  public static final JsonRpcTopics ETHEREUM =
      new JsonRpcTopics("eth_subscribe", "eth_unsubscribe", "eth_subscription");

  /// Checks that all are there.
  public JsonRpcTopics {
    Objects.requireNonNull(subscribe, "subscribe");
    Objects.requireNonNull(unsubscribe, "unsubscribe");
    Objects.requireNonNull(notification, "notification");
  }
}

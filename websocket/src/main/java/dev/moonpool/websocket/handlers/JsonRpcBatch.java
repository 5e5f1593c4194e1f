package dev.moonpool.websocket.handlers;

import java.util.ArrayList;
import java.util.List;

/// Several JSON-RPC calls in one message.
///
/// As a request it is answered with [JsonRpcAnswers], one for each call, in whatever order the
/// server has run them. As a message all of it are notifications.
///
/// @param calls what is answered
/// @param notifications what is not
public record JsonRpcBatch(List<JsonRpcCall> calls, List<JsonRpcCall> notifications) {
  /// Copies both.
  ///
  /// @throws IllegalArgumentException if both are empty, which no server takes
  public JsonRpcBatch {
    calls = List.copyOf(calls);
    notifications = List.copyOf(notifications);
    if (calls.isEmpty() && notifications.isEmpty()) {
      throw new IllegalArgumentException("a batch holds at least one call");
    }
  }

  /// A batch of these calls.
  public static JsonRpcBatch of(JsonRpcCall... calls) {
    return new JsonRpcBatch(List.of(calls), List.of());
  }

  /// The same with one more notification.
  public JsonRpcBatch withNotification(JsonRpcCall notification) {
    List<JsonRpcCall> all = new ArrayList<>(notifications);
    all.add(notification);
    return new JsonRpcBatch(calls, all);
  }
}

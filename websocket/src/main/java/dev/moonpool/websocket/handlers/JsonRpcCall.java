package dev.moonpool.websocket.handlers;

import java.util.List;
import java.util.Objects;

/// A JSON-RPC call: as a request it is answered, as a message it is a notification.
///
/// @param method the method's name
/// @param params what becomes a JSON array or object; an empty list for none
public record JsonRpcCall(String method, Object params) {
  /// Checks that both are there.
  public JsonRpcCall {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(params, "params");
  }

  /// A call with positional parameters.
  public static JsonRpcCall of(String method, Object... params) {
    return new JsonRpcCall(method, List.of(params));
  }
}

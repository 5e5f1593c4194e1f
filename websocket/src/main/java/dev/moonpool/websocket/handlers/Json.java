package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes JSON for the handlers. May be used from any thread.
///
/// How long a message may be is decided by `messageBytesMax` alone: Jackson's own limits of the
/// length of a text and of a name are lifted.
final class Json {
  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .build();

  JsonMapper mapper() {
    return mapper;
  }

  /// @throws JacksonException if it is no JSON
  JsonNode read(WsMessage message) {
    return switch (message) {
      case WsMessage.Text(String text) -> mapper.readTree(text);
      case WsMessage.Binary(byte[] data) -> mapper.readTree(data);
    };
  }

  /// The text of a tree; empty for none.
  static String text(JsonNode tree) {
    return tree.isMissingNode() ? "" : tree.toString();
  }

  /// What an error object of the form `code`, `message`, `data` says.
  static WsException.Remote remote(JsonNode error) {
    return new WsException.Remote(
        error.path("code").asLong(0), error.path("message").asString(""), text(error.path("data")));
  }

  WsMessage write(JsonNode tree) {
    return WsMessage.text(mapper.writeValueAsString(tree));
  }

  /// @throws WsException.Serialization if it cannot be made into JSON
  String text(Object payload) {
    try {
      return mapper.writeValueAsString(payload);
    } catch (JacksonException e) {
      throw unfit(payload, e);
    }
  }

  /// @throws WsException.Serialization if it cannot be made into JSON
  JsonNode tree(Object payload) {
    try {
      return mapper.valueToTree(payload);
    } catch (JacksonException | IllegalArgumentException e) {
      throw unfit(payload, e);
    }
  }

  private static WsException.Serialization unfit(Object payload, RuntimeException why) {
    return new WsException.Serialization(
        "no JSON can be made of " + payload.getClass().getName(), Outcome.NOT_SENT, why);
  }

  /// @throws WsException.Serialization if it is of another form
  <T> T value(JsonNode tree, Class<T> type) {
    if (type.isInstance(tree)) {
      return type.cast(tree);
    }
    try {
      return mapper.treeToValue(tree, type);
    } catch (JacksonException e) {
      throw new WsException.Serialization("the answer is no " + type.getName(), null, e);
    }
  }
}

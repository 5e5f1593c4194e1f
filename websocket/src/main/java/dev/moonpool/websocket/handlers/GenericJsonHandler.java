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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The protocol of services that exchange JSON objects with an id, a topic or an operation in them.
///
/// A request is any object that becomes a JSON object; its name is put in. A server that answers
/// subscriptions in a form of its own needs a handler of its own: this one takes them as accepted
/// when they are sent.
public final class GenericJsonHandler implements ProtocolHandler<JsonNode> {
  private final Json json = new Json();
  private final JsonFields fields;

  /// @param fields the names that the server uses
  public GenericJsonHandler(JsonFields fields) {
    this.fields = fields;
  }

  @Override
  public JsonNode parse(WsMessage message) {
    return json.read(message);
  }

  @Override
  public MessageKind classify(JsonNode message) {
    if (message.hasNonNull(fields.requestId())) {
      return MessageKind.RESPONSE;
    }
    if (message.hasNonNull(fields.topic())) {
      return MessageKind.UPDATE;
    }
    if (message.hasNonNull(fields.operation())) {
      return MessageKind.CONTROL;
    }
    return message.hasNonNull(fields.type()) ? MessageKind.SYSTEM : MessageKind.UNKNOWN;
  }

  @Override
  public Optional<RequestId> requestId(JsonNode message) {
    return text(message, fields.requestId()).map(RequestId::new);
  }

  @Override
  public Optional<Topic> topic(JsonNode message) {
    return text(message, fields.topic()).map(Topic::new);
  }

  @Override
  public Optional<WsException.Remote> remoteError(JsonNode response) {
    JsonNode error = response.path(fields.error());
    if (error.isMissingNode() || error.isNull()) {
      return Optional.empty();
    }
    if (!error.isObject()) {
      return Optional.of(new WsException.Remote(0, error.asString(), ""));
    }
    return Optional.of(JsonRpcHandler.remote(error));
  }

  @Override
  public <T> T value(JsonNode response, Class<T> type) {
    JsonNode result = response.path(fields.result());
    return json.value(result.isMissingNode() ? response : result, type);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    if (json.tree(payload) instanceof ObjectNode object) {
      return json.write(object.deepCopy().put(fields.requestId(), id.text()));
    }
    throw new WsException.Serialization(
        "a request is a JSON object, this is " + payload.getClass().getName(),
        Outcome.NOT_SENT,
        null);
  }

  @Override
  public WsMessage message(Object payload) {
    return json.write(json.tree(payload));
  }

  @Override
  public List<WsMessage> subscribe(List<Topic> topics, RequestIds ids) {
    return List.of(operation(fields.subscribe(), topics));
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> topics, RequestIds ids) {
    return List.of(operation(fields.unsubscribe(), topics));
  }

  @Override
  public Optional<WsMessage> ping() {
    return Optional.of(operation(fields.ping()));
  }

  @Override
  public boolean isPong(JsonNode message) {
    return is(message, fields.pong());
  }

  @Override
  public Optional<WsMessage> pong(JsonNode message) {
    return is(message, fields.ping()) ? Optional.of(operation(fields.pong())) : Optional.empty();
  }

  private boolean is(JsonNode message, String operation) {
    return text(message, fields.operation()).filter(operation::equals).isPresent();
  }

  private WsMessage operation(String operation) {
    return json.write(json.mapper().createObjectNode().put(fields.operation(), operation));
  }

  private WsMessage operation(String operation, List<Topic> topics) {
    ObjectNode message = json.mapper().createObjectNode().put(fields.operation(), operation);
    ArrayNode names = message.putArray(fields.arguments());
    topics.forEach(topic -> names.add(topic.name()));
    return json.write(message);
  }

  private static Optional<String> text(JsonNode message, String field) {
    JsonNode value = message.path(field);
    boolean usable = (value.isString() || value.isNumber()) && !value.asString().isEmpty();
    return usable ? Optional.of(value.asString()) : Optional.empty();
  }
}

package dev.moonpool.websocket.handlers;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON-RPC 2.0 with subscriptions that the server names.
///
/// Requests and messages are [JsonRpcCall]s. A topic is the first parameter of subscribing, or that
/// and, after a space, a second one in JSON: `newHeads`, `logs {"address":"0x…"}`. Answers and
/// notifications may come in batches. A notification that comes before the answer that says whose
/// it is waits for that, a bounded number of them.
public final class JsonRpcHandler implements ProtocolHandler<JsonNode> {
  private static final String VERSION = "2.0";
  private static final int KEPT_MAX = 256;

  private final Json json = new Json();
  private final JsonRpcTopics topics;
  private final boolean numbers;
  private final AtomicLong numbered = new AtomicLong();

  // Confined to the connection's event loop.
  private final Map<RequestId, Topic> asked = new LinkedHashMap<>();
  private final Map<String, Topic> held = new LinkedHashMap<>();
  private final List<WsMessage> kept = new ArrayList<>();

  private JsonRpcHandler(JsonRpcTopics topics, boolean numbers) {
    this.topics = topics;
    this.numbers = numbers;
  }

  /// Requests are named by texts.
  public static JsonRpcHandler withTextIds(JsonRpcTopics topics) {
    return new JsonRpcHandler(topics, false);
  }

  /// Requests are named by numbers, counted up.
  public static JsonRpcHandler withNumberIds(JsonRpcTopics topics) {
    return new JsonRpcHandler(topics, true);
  }

  @Override
  public JsonNode parse(WsMessage message) {
    return json.read(message);
  }

  @Override
  public List<JsonNode> parseAll(WsMessage message) {
    JsonNode tree = json.read(message);
    if (!tree.isArray()) {
      return List.of(tree);
    }
    List<JsonNode> batch = new ArrayList<>();
    tree.forEach(batch::add);
    return batch;
  }

  @Override
  public void connecting() {
    asked.clear();
    held.clear();
    kept.clear();
  }

  // ---- judging messages

  @Override
  public MessageKind classify(JsonNode message) {
    JsonNode method = message.path("method");
    if (method.isString()) {
      boolean update = method.asString().equals(topics.notification());
      return update ? MessageKind.UPDATE : MessageKind.SYSTEM;
    }
    boolean answers = message.has("result") || message.has("error");
    return answers && requestId(message).isPresent() ? MessageKind.RESPONSE : MessageKind.UNKNOWN;
  }

  @Override
  public Optional<RequestId> requestId(JsonNode message) {
    JsonNode id = message.path("id");
    boolean usable = (id.isString() && !id.asString().isEmpty()) || id.isIntegralNumber();
    return usable ? Optional.of(new RequestId(id.asString())) : Optional.empty();
  }

  @Override
  public Optional<Topic> topic(JsonNode message) {
    return Optional.ofNullable(held.get(subscription(message)));
  }

  @Override
  public Optional<WsException.Remote> remoteError(JsonNode response) {
    JsonNode error = response.path("error");
    return error.isObject() ? Optional.of(remote(error)) : Optional.empty();
  }

  @Override
  public <T> T value(JsonNode response, Class<T> type) {
    return json.value(response.path("result"), type);
  }

  // ---- requests

  @Override
  public RequestId nextId(RequestIds ids) {
    return numbers ? new RequestId(Long.toString(numbered.incrementAndGet())) : ids.next();
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    return json.write(named(call(payload), id));
  }

  @Override
  public WsMessage message(Object payload) {
    return json.write(call(payload));
  }

  private ObjectNode call(Object payload) {
    if (payload instanceof JsonRpcCall(String method, Object params)) {
      ObjectNode call = json.mapper().createObjectNode().put("jsonrpc", VERSION);
      call.put("method", method);
      JsonNode tree = json.tree(params);
      if (!tree.isEmpty()) {
        call.set("params", tree);
      }
      return call;
    }
    throw new WsException.Serialization(
        "a JsonRpcCall is sent, not " + payload.getClass().getName(), Outcome.NOT_SENT, null);
  }

  private ObjectNode named(ObjectNode call, RequestId id) {
    return numbers ? call.put("id", Long.parseLong(id.text())) : call.put("id", id.text());
  }

  // ---- subscriptions

  @Override
  public List<WsMessage> subscribe(List<Topic> wanted, RequestIds ids) {
    List<WsMessage> messages = new ArrayList<>();
    for (Topic topic : wanted) {
      RequestId id = nextId(ids);
      asked.put(id, topic);
      messages.add(json.write(named(call(new JsonRpcCall(topics.subscribe(), params(topic))), id)));
    }
    return messages;
  }

  private ArrayNode params(Topic topic) {
    ArrayNode params = json.mapper().createArrayNode();
    int space = topic.name().indexOf(' ');
    if (space < 0) {
      return params.add(topic.name());
    }
    params.add(topic.name().substring(0, space));
    return params.add(json.read(WsMessage.text(topic.name().substring(space + 1))));
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> left, RequestIds ids) {
    List<WsMessage> messages = new ArrayList<>();
    for (Topic topic : left) {
      held.entrySet().stream()
          .filter(entry -> entry.getValue().equals(topic))
          .map(Map.Entry::getKey)
          .toList()
          .forEach(
              name -> {
                held.remove(name);
                JsonRpcCall call = JsonRpcCall.of(topics.unsubscribe(), name);
                messages.add(json.write(named(call(call), nextId(ids))));
              });
    }
    return messages;
  }

  @Override
  public boolean acknowledgesSubscriptions() {
    return true;
  }

  @Override
  public List<SubscriptionResult> subscriptionResults(JsonNode message) {
    if (asked.isEmpty() || message.has("method")) {
      return List.of();
    }
    Topic topic = requestId(message).map(asked::remove).orElse(null);
    if (topic == null) {
      return List.of();
    }
    Optional<WsException.Remote> error = remoteError(message);
    JsonNode name = message.path("result");
    if (error.isPresent() || !(name.isString() || name.isNumber())) {
      String why = error.map(WsException.Remote::getMessage).orElse("the answer is " + message);
      return List.of(SubscriptionResult.refused(topic, why));
    }
    held.put(name.asString(), topic);
    return List.of(SubscriptionResult.accepted(topic));
  }

  @Override
  public boolean keepsBack(WsMessage raw, JsonNode message) {
    String name = subscription(message);
    if (asked.isEmpty() || name.isEmpty() || held.containsKey(name) || kept.size() == KEPT_MAX) {
      return false;
    }
    Coverage.reached("websocket.notification-before-its-reply");
    kept.add(WsMessage.text(message.toString()));
    return true;
  }

  @Override
  public List<WsMessage> takeKept() {
    List<WsMessage> taken = List.copyOf(kept);
    kept.clear();
    return taken;
  }

  /// The name of the subscription that a notification belongs to; empty if it is none.
  private String subscription(JsonNode message) {
    boolean notifies = message.path("method").asString("").equals(topics.notification());
    return notifies ? message.path("params").path("subscription").asString("") : "";
  }

  /// The error in an error object.
  static WsException.Remote remote(JsonNode error) {
    JsonNode data = error.path("data");
    return new WsException.Remote(
        error.path("code").asLong(0),
        error.path("message").asString(""),
        data.isMissingNode() ? "" : data.toString());
  }
}

package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/// JSON-RPC 2.0 with subscriptions that the server names.
///
/// Requests and messages are [JsonRpcCall]s, or several as one [JsonRpcBatch]; as a message each is
/// a notification. How topics become calls is decided by a [JsonRpcDialect]; with [JsonRpcTopics]
/// they
/// are `newHeads`, `logs {"address":"0x…"}`. What the server sends in one array is taken apart,
/// unless
/// it answers a batch.
///
/// The server's own notifications and calls are events of system kind. Errors are
/// [WsException.Remote] with code and data. The member `jsonrpc` is written and not asked for, as
/// some servers leave it out.
public final class JsonRpcHandler implements ProtocolHandler<JsonNode> {
  static final String ID = "id";
  private static final String METHOD = "method";
  private static final String RESULT = "result";
  private static final String VERSION = "2.0";

  /// No such method, wrong parameters: asked again unchanged, the server says the same.
  private static final List<Long> FINAL_CODES = List.of(-32601L, -32602L);

  private final Json json = new Json();
  private final JsonRpcDialect topics;
  private final JsonIds ids;
  private final JsonRpcBatches batches;

  /// Confined to the connection's event loop.
  private final JsonRpcSubscriptions subscriptions = new JsonRpcSubscriptions();

  private JsonRpcHandler(JsonRpcDialect topics, JsonIds ids, JsonRpcBatches batches) {
    this.topics = topics;
    this.ids = ids;
    this.batches = batches;
  }

  /// Requests are named by texts.
  public static JsonRpcHandler withTextIds(JsonRpcDialect topics) {
    return new JsonRpcHandler(topics, new JsonIds(false), new JsonRpcBatches());
  }

  /// Requests are named by numbers, counted up.
  public static JsonRpcHandler withNumberIds(JsonRpcDialect topics) {
    return new JsonRpcHandler(topics, new JsonIds(true), new JsonRpcBatches());
  }

  @Override
  public JsonNode parse(WsMessage message) {
    return json.read(message);
  }

  @Override
  public void parseEach(WsMessage message, Parts<JsonNode> parts) {
    JsonNode tree = json.read(message);
    JsonRpcBatches.Sorted sorted = batches.sort(tree);
    if (sorted.ended().isEmpty() && sorted.others().size() == 1 && !tree.isArray()) {
      parts.part(message, tree);
      return;
    }
    for (JsonRpcBatches.Answered batch : sorted.ended()) {
      JsonRpcAnswers answers = new JsonRpcAnswers(json, batch.answers());
      ObjectNode whole = json.mapper().createObjectNode().put(ID, batch.id().text());
      parts.part(message, whole.set(RESULT, new POJONode(answers)));
    }
    sorted.others().forEach(part -> parts.part(WsMessage.text(part.toString()), part));
  }

  @Override
  public void connecting() {
    subscriptions.clear();
  }

  /// One with its own names of subscriptions; the names of requests and the batches are shared.
  @Override
  public Optional<ProtocolHandler<JsonNode>> forNextSocket() {
    return Optional.of(new JsonRpcHandler(topics, ids, batches));
  }

  // ---- judging messages

  @Override
  public MessageKind classify(JsonNode message) {
    JsonNode method = message.path(METHOD);
    if (method.isString()) {
      boolean update = topics.notifies(method.asString());
      return update ? MessageKind.UPDATE : MessageKind.SYSTEM;
    }
    Optional<RequestId> id = requestId(message);
    if (id.isEmpty()) {
      return error(message).isPresent() ? MessageKind.RESPONSE : MessageKind.UNKNOWN;
    }
    return subscriptions.isOwn(id.get()) ? MessageKind.CONTROL : MessageKind.RESPONSE;
  }

  @Override
  public Optional<RequestId> requestId(JsonNode message) {
    return JsonIds.of(message, ID);
  }

  @Override
  public Optional<Topic> topic(JsonNode message) {
    return subscriptions.topic(subscription(message));
  }

  @Override
  public Optional<WsException.Remote> remoteError(JsonNode response) {
    return error(response);
  }

  static Optional<WsException.Remote> error(JsonNode response) {
    return Json.error(response.path("error"), response.has(RESULT));
  }

  @Override
  public <T> T value(JsonNode response, Class<T> type) {
    JsonNode result = response.path(RESULT);
    if (result instanceof POJONode batch) {
      if (type.isInstance(batch.getPojo())) {
        return type.cast(batch.getPojo());
      }
      throw new WsException.Serialization(
          "a batch is answered with JsonRpcAnswers, not " + type.getName(), null, null);
    }
    if (type == JsonRpcAnswers.class) {
      return type.cast(new JsonRpcAnswers(json, List.of(response)));
    }
    if (result.isMissingNode()) {
      throw new WsException.Serialization(
          "the answer has neither a result nor an error: " + Json.brief(response), null, null);
    }
    return json.value(result, type);
  }

  // ---- requests

  @Override
  public RequestId nextId(RequestIds texts) {
    return ids.next(texts);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    return switch (payload) {
      case JsonRpcCall call -> json.write(ids.put(tree(call), ID, id));
      case JsonRpcBatch batch when !batch.calls().isEmpty() -> batch(id, batch);
      default -> throw unfit(payload);
    };
  }

  @Override
  public WsMessage message(Object payload) {
    return switch (payload) {
      case JsonRpcCall call -> json.write(tree(call));
      case JsonRpcBatch batch -> {
        ArrayNode all = json.mapper().createArrayNode();
        batch.calls().forEach(call -> all.add(tree(call)));
        batch.notifications().forEach(call -> all.add(tree(call)));
        yield json.write(all);
      }
      default -> throw unfit(payload);
    };
  }

  private WsMessage batch(RequestId first, JsonRpcBatch batch) {
    ArrayNode all = json.mapper().createArrayNode();
    List<RequestId> named = new ArrayList<>();
    for (JsonRpcCall call : batch.calls()) {
      RequestId id = named.isEmpty() ? first : ids.another(first, named.size());
      named.add(id);
      all.add(ids.put(tree(call), ID, id));
    }
    batch.notifications().forEach(call -> all.add(tree(call)));
    WsMessage message = json.write(all);
    batches.add(named);
    return message;
  }

  private ObjectNode tree(JsonRpcCall call) {
    ObjectNode tree = json.mapper().createObjectNode().put("jsonrpc", VERSION);
    tree.put(METHOD, call.method());
    JsonNode params = json.tree(call.params());
    if (!params.isContainer()) {
      throw new WsException.Serialization(
          "parameters are an array or an object, these are " + call.params().getClass().getName(),
          Outcome.NOT_SENT,
          null);
    }
    return params.isEmpty() ? tree : tree.set("params", params);
  }

  private static WsException.Serialization unfit(Object payload) {
    return new WsException.Serialization(
        "a JsonRpcCall is sent, or a JsonRpcBatch with one, not " + payload.getClass().getName(),
        Outcome.NOT_SENT,
        null);
  }

  // ---- subscriptions

  @Override
  public List<WsMessage> subscribe(List<Topic> wanted, RequestIds texts) {
    List<WsMessage> messages = new ArrayList<>();
    for (Topic topic : wanted) {
      RequestId id = nextId(texts);
      WsMessage message = request(id, topics.subscribe(topic));
      subscriptions.asked(id, topic);
      messages.add(message);
    }
    return messages;
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> left, RequestIds texts) {
    List<WsMessage> messages = new ArrayList<>();
    for (Topic topic : left) {
      subscriptions.left(topic).ifPresent(name -> messages.add(unsubscribe(topic, name, texts)));
    }
    return messages;
  }

  private WsMessage unsubscribe(Topic topic, JsonNode name, RequestIds texts) {
    RequestId id = nextId(texts);
    subscriptions.ask(id);
    return request(id, topics.unsubscribe(topic, name));
  }

  @Override
  public boolean acknowledgesSubscriptions() {
    return true;
  }

  @Override
  public boolean tellsLateAnswers() {
    return true;
  }

  @Override
  public List<SubscriptionResult> subscriptionResults(JsonNode message) {
    if (!subscriptions.isAsking() || message.has(METHOD)) {
      return List.of();
    }
    JsonNode name = message.path(RESULT);
    boolean named = (name.isString() && !name.asString().isEmpty()) || name.isIntegralNumber();
    Optional<Topic> topic =
        requestId(message)
            .flatMap(id -> named ? subscriptions.named(id, name) : subscriptions.refused(id));
    if (topic.isEmpty()) {
      return List.of();
    }
    if (named) {
      return List.of(SubscriptionResult.accepted(topic.get()));
    }
    Optional<WsException.Remote> error = error(message);
    String words = error.map(Throwable::getMessage).orElse("the answer is " + Json.brief(message));
    boolean isFinal = error.filter(why -> FINAL_CODES.contains(why.code())).isPresent();
    return List.of(new SubscriptionResult(topic.get(), false, words, isFinal));
  }

  @Override
  public boolean keepsBack(WsMessage raw, JsonNode message) {
    return subscriptions.isAsking() && subscriptions.keepsBack(subscription(message), raw, message);
  }

  @Override
  public void releaseKept(Parts<JsonNode> parts) {
    subscriptions.releaseKept(parts);
  }

  @Override
  public List<WsMessage> takeReplies(RequestIds texts) {
    List<JsonRpcSubscriptions.Named> orphans = subscriptions.takeOrphans();
    return orphans.isEmpty()
        ? List.of()
        : orphans.stream().map(each -> unsubscribe(each.topic(), each.name(), texts)).toList();
  }

  /// The name of the subscription that a notification belongs to; empty if it is none.
  private String subscription(JsonNode message) {
    boolean notifies = topics.notifies(message.path(METHOD).asString(""));
    return notifies ? message.path("params").path("subscription").asString("") : "";
  }
}

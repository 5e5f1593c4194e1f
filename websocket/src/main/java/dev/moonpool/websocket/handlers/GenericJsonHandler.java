package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.handlers.JsonFields.Name;
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
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The protocol of services that exchange JSON objects with an id, a topic or an operation in them.
///
/// A request is anything that becomes a JSON object; its id is put in. What has an id is an answer,
/// what has a topic and no id an update, what has an operation is of control kind, what has a type
/// of system kind. What has a topic and an id that no request has reaches the topic. An answer
/// whose
/// status is 400 or more, or that has an error, is a [WsException.Remote] with the status or code
/// and, as data, the body.
///
/// Where [JsonFields] names an operation for it the server's answers to subscribing are waited for,
/// and credentials are sent.
public final class GenericJsonHandler implements ProtocolHandler<JsonNode> {
  /// What services write into a status that is no number.
  private static final List<String> STATUS_WORDS = List.of("error", "fail", "failed", "failure");

  private static final int STATUS_BAD = 400;
  private static final List<Long> STATUS_FATAL = List.of(401L, 403L);

  /// A topic that does not exist, or no longer.
  private static final List<Long> STATUS_GONE = List.of(404L, 410L);

  private final Json json = new Json();
  private final JsonFields fields;
  private final JsonIds ids;
  private final String idField;

  /// A text without this in it has no such field: then an id can be put in without a tree.
  private final String quotedIdField;

  private final String topicField;
  private final String operationField;
  private final String ping;
  private final String pong;
  private final String subscribed;
  private final JsonTopics topics;

  /// Requests are named by texts.
  ///
  /// @param fields the names that the server uses
  public GenericJsonHandler(JsonFields fields) {
    this(fields, Optional.empty(), false);
  }

  /// Requests are named by texts.
  ///
  /// @param fields the names that the server uses
  /// @param topics how it subscribes, instead of by the names in `fields`
  public GenericJsonHandler(JsonFields fields, JsonTopics topics) {
    this(fields, Optional.of(topics), false);
  }

  private GenericJsonHandler(JsonFields fields, Optional<JsonTopics> topics, boolean numbers) {
    this.fields = fields;
    this.ids = new JsonIds(numbers);
    this.idField = fields.text(Name.REQUEST_ID);
    this.quotedIdField = json.text(idField);
    this.topicField = fields.text(Name.TOPIC);
    this.operationField = fields.text(Name.OPERATION);
    this.ping = fields.text(Name.PING);
    this.pong = fields.text(Name.PONG);
    this.subscribed = fields.text(Name.SUBSCRIBED);
    this.topics = topics.orElseGet(FieldTopics::new);
  }

  /// Requests are named by numbers, counted up.
  ///
  /// @param fields the names that the server uses
  public static GenericJsonHandler withNumberIds(JsonFields fields) {
    return new GenericJsonHandler(fields, Optional.empty(), true);
  }

  /// Requests are named by numbers, counted up.
  ///
  /// @param fields the names that the server uses
  /// @param topics how it subscribes, instead of by the names in `fields`
  public static GenericJsonHandler withNumberIds(JsonFields fields, JsonTopics topics) {
    return new GenericJsonHandler(fields, Optional.of(topics), true);
  }

  /// The same: it knows nothing of a socket.
  @Override
  public Optional<ProtocolHandler<JsonNode>> forNextSocket() {
    return Optional.of(this);
  }

  @Override
  public JsonNode parse(WsMessage message) {
    return json.read(message);
  }

  // ---- who we are

  @Override
  public Optional<WsMessage> authMessage(Optional<String> credentials) {
    String operation = fields.text(Name.AUTHENTICATE);
    return operation.isEmpty()
        ? Optional.empty()
        : credentials.map(known -> json.write(operation(operation, List.of(known))));
  }

  @Override
  public AuthVerdict authVerdict(JsonNode message) {
    boolean accepts = is(message, Name.AUTHENTICATED);
    Optional<WsException.Remote> error = remoteError(message);
    if (accepts && error.isEmpty()) {
      return new AuthVerdict.Accepted();
    }
    if (accepts || is(message, Name.AUTHENTICATE) || is(message, Name.REFUSED)) {
      boolean fatal = error.filter(why -> STATUS_FATAL.contains(why.code())).isPresent();
      return new AuthVerdict.Refused(words(message, error), fatal);
    }
    return AuthVerdict.NONE;
  }

  // ---- judging messages

  @Override
  public MessageKind classify(JsonNode message) {
    if (message.hasNonNull(idField)) {
      return MessageKind.RESPONSE;
    }
    if (topics.isUpdate(message)) {
      return MessageKind.UPDATE;
    }
    if (message.hasNonNull(operationField)) {
      return MessageKind.CONTROL;
    }
    if (message.hasNonNull(fields.text(Name.TYPE))) {
      return MessageKind.SYSTEM;
    }
    return remoteError(message).isPresent() ? MessageKind.RESPONSE : MessageKind.UNKNOWN;
  }

  @Override
  public Optional<RequestId> requestId(JsonNode message) {
    return JsonIds.of(message, idField);
  }

  @Override
  public Optional<Topic> topic(JsonNode message) {
    return topics.topic(message);
  }

  @Override
  public Optional<WsException.Remote> remoteError(JsonNode response) {
    JsonNode error = response.path(fields.text(Name.ERROR));
    Optional<WsException.Remote> said = Json.error(error, true);
    if (error.isObject()) {
      return said;
    }
    JsonNode status = response.path(fields.text(Name.STATUS));
    boolean isBad = status.asLong(0) >= STATUS_BAD || STATUS_WORDS.contains(lowerCase(status));
    if (said.isEmpty() && !isBad) {
      return Optional.empty();
    }
    long code = isBad ? status.asLong(0) : said.get().code();
    String words =
        said.isPresent() && error.isContainer() || error.isString()
            ? said.map(WsException.Remote::words).orElse("")
            : text(response, fields.text(Name.MESSAGE)).orElse("");
    return Optional.of(new WsException.Remote(code, words, Json.text(result(response))));
  }

  private static String lowerCase(JsonNode text) {
    return text.isString() ? text.asString().toLowerCase(Locale.ROOT) : "";
  }

  @Override
  public <T> T value(JsonNode response, Class<T> type) {
    JsonNode result = result(response);
    return json.value(result.isMissingNode() ? response : result, type);
  }

  private JsonNode result(JsonNode response) {
    return response.path(fields.text(Name.RESULT));
  }

  // ---- requests

  @Override
  public RequestId nextId(RequestIds texts) {
    return ids.next(texts);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    String text = json.text(payload);
    if (text.startsWith("{") && !text.contains(quotedIdField)) {
      String comma = text.length() > 2 ? "," : "";
      String open = text.substring(0, text.length() - 1);
      return WsMessage.text(open + comma + quotedIdField + ":" + ids.json(id) + "}");
    }
    if (json.tree(payload) instanceof ObjectNode object) {
      return json.write(ids.put(object.deepCopy(), idField, id));
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

  // ---- subscriptions

  @Override
  public List<WsMessage> subscribe(List<Topic> wanted, RequestIds texts) {
    return written(topics.subscribe(wanted));
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> left, RequestIds texts) {
    return written(topics.unsubscribe(left));
  }

  private List<WsMessage> written(List<?> messages) {
    return messages.stream().map(this::message).toList();
  }

  @Override
  public boolean acknowledgesSubscriptions() {
    return topics.acknowledges();
  }

  @Override
  public List<SubscriptionResult> subscriptionResults(JsonNode message) {
    return topics.results(message);
  }

  private static SubscriptionResult refused(
      Topic topic, String words, Optional<WsException.Remote> error) {
    boolean isFinal = error.filter(why -> STATUS_GONE.contains(why.code())).isPresent();
    return new SubscriptionResult(topic, false, words, isFinal);
  }

  // ---- staying alive

  @Override
  public Optional<WsMessage> ping() {
    return ping.isEmpty() ? Optional.empty() : Optional.of(operation(ping));
  }

  @Override
  public boolean isPong(JsonNode message) {
    return is(message, Name.PONG);
  }

  @Override
  public Optional<WsMessage> pong(JsonNode message) {
    return !pong.isEmpty() && is(message, Name.PING)
        ? Optional.of(operation(pong))
        : Optional.empty();
  }

  // ---- inside

  private boolean is(JsonNode message, Name operation) {
    String wanted = fields.text(operation);
    return !wanted.isEmpty() && wanted.equals(message.path(operationField).asString(""));
  }

  private String words(JsonNode message, Optional<WsException.Remote> error) {
    return error
        .map(WsException.Remote::words)
        .or(() -> text(message, fields.text(Name.MESSAGE)))
        .orElse("refused without a word");
  }

  private WsMessage operation(String operation) {
    return json.write(json.mapper().createObjectNode().put(operationField, operation));
  }

  private ObjectNode operation(String operation, List<String> arguments) {
    ObjectNode message = json.mapper().createObjectNode().put(operationField, operation);
    ArrayNode all = message.putArray(fields.text(Name.ARGUMENTS));
    arguments.forEach(all::add);
    return message;
  }

  private static Optional<String> text(JsonNode message, String field) {
    JsonNode value = message.path(field);
    boolean usable = (value.isString() || value.isNumber()) && !value.asString().isEmpty();
    return usable ? Optional.of(value.asString()) : Optional.empty();
  }

  /// Topics that are texts in one array, by the names in [JsonFields].
  private final class FieldTopics implements JsonTopics {
    @Override
    public List<?> subscribe(List<Topic> wanted) {
      return List.of(operation(fields.text(Name.SUBSCRIBE), names(wanted)));
    }

    @Override
    public List<?> unsubscribe(List<Topic> left) {
      return List.of(operation(fields.text(Name.UNSUBSCRIBE), names(left)));
    }

    private static List<String> names(List<Topic> topics) {
      return topics.stream().map(Topic::name).toList();
    }

    @Override
    public Optional<Topic> topic(JsonNode message) {
      return text(message, topicField).map(Topic::new);
    }

    @Override
    public boolean isUpdate(JsonNode message) {
      return message.hasNonNull(topicField);
    }

    @Override
    public boolean acknowledges() {
      return !subscribed.isEmpty();
    }

    @Override
    public List<SubscriptionResult> results(JsonNode message) {
      boolean accepts = !subscribed.isEmpty() && is(message, Name.SUBSCRIBED);
      boolean refuses = !subscribed.isEmpty() && is(message, Name.REFUSED);
      if (!accepts && !refuses) {
        return List.of();
      }
      Optional<WsException.Remote> error = remoteError(message);
      List<SubscriptionResult> results = new ArrayList<>();
      for (Topic topic : named(message)) {
        results.add(
            accepts && error.isEmpty()
                ? SubscriptionResult.accepted(topic)
                : refused(topic, words(message, error), error));
      }
      return results;
    }

    /// Which topics it is about.
    private List<Topic> named(JsonNode message) {
      List<Topic> found = new ArrayList<>(topic(message).stream().toList());
      for (JsonNode name : message.path(fields.text(Name.ARGUMENTS))) {
        if (name.isString() && !name.asString().isEmpty()) {
          found.add(new Topic(name.asString()));
        }
      }
      return found;
    }
  }
}

package dev.moonpool.websocket.protocol;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A handler that passes every question on to another one: the base for changing a few answers of
/// a ready handler.
///
/// ```java
/// final class Strict extends ForwardingHandler<JsonNode> {
///   Strict() {
///     super(new GenericJsonHandler(JsonFields.DEFAULT));
///   }
///
///   @Override
///   public ClosePolicy onClose(int code, String reason) {
///     return code == 4401 ? ClosePolicy.STOP : super.onClose(code, reason);
///   }
/// }
/// ```
///
/// The other handler asks itself, not this one: to change how messages are read, override
/// [#parseEach], which the connection calls. Threads and errors are those of [ProtocolHandler].
///
/// @param <M> the parsed form of an inbound message
public abstract class ForwardingHandler<M> implements ProtocolHandler<M> {
  private final ProtocolHandler<M> next;

  /// @param next which answers; belongs to this handler from now on
  protected ForwardingHandler(ProtocolHandler<M> next) {
    this.next = Objects.requireNonNull(next, "next");
  }

  @Override
  public M parse(WsMessage message) {
    return next.parse(message);
  }

  @Override
  public void parseEach(WsMessage message, Parts<M> parts) {
    next.parseEach(message, parts);
  }

  @Override
  public void connecting() {
    next.connecting();
  }

  /// None: only the class that changes the answers can make another one of itself.
  @Override
  public Optional<ProtocolHandler<M>> forNextSocket() {
    return Optional.empty();
  }

  @Override
  public List<WsMessage> onConnect() {
    return next.onConnect();
  }

  @Override
  public Optional<WsMessage> authMessage(Optional<String> credentials) {
    return next.authMessage(credentials);
  }

  @Override
  public AuthVerdict authVerdict(M message) {
    return next.authVerdict(message);
  }

  @Override
  public boolean consumes(M message) {
    return next.consumes(message);
  }

  @Override
  public MessageKind classify(M message) {
    return next.classify(message);
  }

  @Override
  public Optional<RequestId> requestId(M message) {
    return next.requestId(message);
  }

  @Override
  public Optional<Topic> topic(M message) {
    return next.topic(message);
  }

  @Override
  public Optional<WsException.Remote> remoteError(M response) {
    return next.remoteError(response);
  }

  @Override
  public <T> T value(M response, Class<T> type) {
    return next.value(response, type);
  }

  @Override
  public RequestId nextId(RequestIds ids) {
    return next.nextId(ids);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    return next.request(id, payload);
  }

  @Override
  public WsMessage message(Object payload) {
    return next.message(payload);
  }

  @Override
  public List<WsMessage> subscribe(List<Topic> topics, RequestIds ids) {
    return next.subscribe(topics, ids);
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> topics, RequestIds ids) {
    return next.unsubscribe(topics, ids);
  }

  @Override
  public boolean acknowledgesSubscriptions() {
    return next.acknowledgesSubscriptions();
  }

  @Override
  public boolean tellsLateAnswers() {
    return next.tellsLateAnswers();
  }

  @Override
  public List<SubscriptionResult> subscriptionResults(M message) {
    return next.subscriptionResults(message);
  }

  @Override
  public boolean keepsBack(WsMessage raw, M message) {
    return next.keepsBack(raw, message);
  }

  @Override
  public void releaseKept(Parts<M> parts) {
    next.releaseKept(parts);
  }

  @Override
  public List<WsMessage> takeReplies(RequestIds ids) {
    return next.takeReplies(ids);
  }

  @Override
  public Optional<WsMessage> ping() {
    return next.ping();
  }

  @Override
  public boolean isPong(M message) {
    return next.isPong(message);
  }

  @Override
  public Optional<WsMessage> pong(M message) {
    return next.pong(message);
  }

  @Override
  public boolean asksToReconnect(M message) {
    return next.asksToReconnect(message);
  }

  @Override
  public ClosePolicy onClose(int code, String reason) {
    return next.onClose(code, reason);
  }
}

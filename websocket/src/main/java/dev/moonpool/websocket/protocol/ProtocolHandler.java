package dev.moonpool.websocket.protocol;

import java.util.List;
import java.util.Optional;

/// All that a connection must know of an upstream protocol.
///
/// A handler belongs to one connection and may keep state. Its methods run on the connection's
/// event loop, one at a time, and must neither block nor take long; those that say so run on
/// callers' threads. What a method throws is taken for a message that cannot be read, is counted
/// and logged, and ends nothing.
///
/// Each inbound message is parsed once, by [#parse], and the parsed form is handed to every other
/// question.
///
/// @param <M> the parsed form of an inbound message
public interface ProtocolHandler<M> {
  /// Reads a message.
  ///
  /// @throws RuntimeException if it cannot be read
  M parse(WsMessage message);

  /// Reads a message that may hold several, and hands over each, which is then judged by itself.
  ///
  /// What is handed over as raw is what subscribers and the stream of events see: a handler that
  /// unpacks messages hands over what it has unpacked.
  ///
  /// @throws RuntimeException if it cannot be read
  default void parseEach(WsMessage message, Parts<M> parts) {
    parts.part(message, parse(message));
  }

  // ---- connecting

  /// A new socket is there: what belonged to the one before is to be forgotten.
  default void connecting() {}

  /// A handler for a socket that is opened while the one of this handler still serves, and that is
  /// to replace it; empty if the handler cannot, and the connection then ends the old socket before
  /// the new one, as by default.
  ///
  /// Both handlers are used on one thread. What was asked by this handler on callers' threads goes
  /// on to be: the other one answers to the same requests and shares what they need. A handler that
  /// keeps no state of a socket may return itself; one that does returns a new one.
  default Optional<ProtocolHandler<M>> forNextSocket() {
    return Optional.empty();
  }

  /// What to send first on every new socket.
  default List<WsMessage> onConnect() {
    return List.of();
  }

  /// What says who we are, with what the supplier of credentials gave for this attempt; empty if
  /// the protocol has no such message.
  ///
  /// @param credentials empty if there is no supplier
  default Optional<WsMessage> authMessage(Optional<String> credentials) {
    return Optional.empty();
  }

  /// What a message that came while authenticating says about it. By default nothing does, so
  /// that silence is not taken for success.
  default AuthVerdict authVerdict(M message) {
    return AuthVerdict.NONE;
  }

  // ---- judging messages

  /// Whether the handler has dealt with the message itself, so that nobody else is to see it. The
  /// quickest way to act on a message, on the thread that has read it; what is sent from here
  /// without waiting leaves with all else that the same read brings about.
  default boolean consumes(M message) {
    return false;
  }

  /// What the message is about.
  MessageKind classify(M message);

  /// Which request it answers, if it answers one.
  Optional<RequestId> requestId(M message);

  /// Which topic it belongs to, if it belongs to one.
  Optional<Topic> topic(M message);

  /// The error that a response is, if it is one.
  default Optional<WsException.Remote> remoteError(M response) {
    return Optional.empty();
  }

  /// What a response says, as an object of this type. Runs on the thread that waits for it.
  ///
  /// @throws WsException.Serialization if it says something else
  <T> T value(M response, Class<T> type);

  // ---- requests

  /// The name of the next request. Runs on callers' threads.
  default RequestId nextId(RequestIds ids) {
    return ids.next();
  }

  /// A request with its name in it. Runs on callers' threads.
  ///
  /// @throws WsException.Serialization if the payload is not one that can be sent
  WsMessage request(RequestId id, Object payload);

  /// A message without a name, to which no answer is expected. Runs on callers' threads.
  ///
  /// @throws WsException.Serialization if the payload is not one that can be sent
  WsMessage message(Object payload);

  // ---- subscriptions

  /// What subscribes to these topics: one message, or several.
  List<WsMessage> subscribe(List<Topic> topics, RequestIds ids);

  /// What ends the subscriptions to these topics: one message, or several.
  List<WsMessage> unsubscribe(List<Topic> topics, RequestIds ids);

  /// Whether the server answers to each topic that is subscribed to, and [#subscriptionResults]
  /// can tell.
  default boolean acknowledgesSubscriptions() {
    return false;
  }

  /// Whether [#subscriptionResults] tells apart, by ids for example, what answers a question that
  /// was given up by [#unsubscribe], and says nothing of it. Where it cannot, the connection counts
  /// how many such answers are still to come before the one it waits for.
  default boolean tellsLateAnswers() {
    return false;
  }

  /// What the message says about topics that were subscribed to; empty if nothing.
  default List<SubscriptionResult> subscriptionResults(M message) {
    return List.of();
  }

  /// Whether the message is kept back for now, because it belongs to a subscription whose answer
  /// has not come yet. The handler keeps a bounded number.
  default boolean keepsBack(WsMessage raw, M message) {
    return false;
  }

  /// Hands over what was kept back and can be judged now, as it was read. Asked after each
  /// subscription's result.
  default void releaseKept(Parts<M> parts) {}

  /// What must be sent now because of what has come: a subscription's late answer whose topic
  /// nobody wants any more must be undone. Asked after each message.
  default List<WsMessage> takeReplies(RequestIds ids) {
    return List.of();
  }

  // ---- staying alive

  /// A ping of the protocol's own, if it has one.
  default Optional<WsMessage> ping() {
    return Optional.empty();
  }

  /// Whether the message is the answer to [#ping].
  default boolean isPong(M message) {
    return false;
  }

  /// What to answer to a ping of the protocol's own that the server sent; empty if the message is
  /// no such ping.
  default Optional<WsMessage> pong(M message) {
    return Optional.empty();
  }

  /// Whether the message asks the client to connect anew.
  default boolean asksToReconnect(M message) {
    return false;
  }

  /// What to do when the server closes with this code.
  default ClosePolicy onClose(int code, String reason) {
    return ClosePolicy.of(code);
  }

  /// Takes the messages that were found in one.
  ///
  /// @param <M> the parsed form of a message
  interface Parts<M> {
    /// One of them.
    ///
    /// @param raw as others see it
    /// @param message as it was read
    void part(WsMessage raw, M message);
  }

  /// What a message says about authenticating.
  sealed interface AuthVerdict {
    /// Nothing: it is about something else.
    AuthVerdict NONE = new Unrelated();

    /// It is about something else.
    record Unrelated() implements AuthVerdict {}

    /// The server knows us.
    record Accepted() implements AuthVerdict {}

    /// The server does not accept us.
    ///
    /// @param message its words
    /// @param fatal whether there is no point in trying again
    record Refused(String message, boolean fatal) implements AuthVerdict {}
  }

  /// What the server says about one topic that was subscribed to.
  ///
  /// @param topic which
  /// @param accepted whether messages will come
  /// @param message its words, if it refuses
  /// @param isFinal whether a refusal holds for good; one that does not is tried again where the
  ///     connection restores a subscription
  record SubscriptionResult(Topic topic, boolean accepted, String message, boolean isFinal) {
    /// The server will send messages of this topic.
    public static SubscriptionResult accepted(Topic topic) {
      return new SubscriptionResult(topic, true, "", false);
    }

    /// The server will not now; it may later.
    public static SubscriptionResult refused(Topic topic, String message) {
      return new SubscriptionResult(topic, false, message, false);
    }

    /// The server never will: there is no such topic, or the client has no right to it.
    public static SubscriptionResult refusedForGood(Topic topic, String message) {
      return new SubscriptionResult(topic, false, message, true);
    }
  }

  /// What to do when the server has closed the connection.
  enum ClosePolicy {
    /// Connect again after the usual delay.
    RECONNECT,
    /// Connect again, but give the server time: at least five seconds.
    RECONNECT_LATER,
    /// Give up.
    STOP;

    /// What RFC 6455 and its registry of codes suggest: later for a restart (1012) and for a
    /// server that is overloaded (1013), never for an extension that the server lacks (1010).
    public static ClosePolicy of(int code) {
      return switch (code) {
        case 1010 -> STOP;
        case 1012, 1013 -> RECONNECT_LATER;
        default -> RECONNECT;
      };
    }
  }
}

package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler.AuthVerdict;
import dev.moonpool.websocket.protocol.ProtocolHandler.SubscriptionResult;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/// Asks the handler what each message is, once, and takes it to whom it belongs.
///
/// Confined to the owner. What cannot be read is counted and ends nothing: the connection's other
/// users have no part in it.
final class Inbox<M> {
  private static final Logger LOG = System.getLogger(Inbox.class.getName());

  private final Side side;
  private final ProtocolHandler<M> handler;
  private final PendingTable<M> pending;
  private final TopicTable topics;
  private final ConnectionStream stream;
  private final Counters counters;
  private final ProtocolHandler.Parts<M> parts = this::part;

  /// When the message that is looked at arrived.
  private long nowNanos;

  Inbox(
      Side side,
      ProtocolHandler<M> handler,
      PendingTable<M> pending,
      TopicTable topics,
      ConnectionStream stream,
      Counters counters) {
    this.side = side;
    this.handler = handler;
    this.pending = pending;
    this.topics = topics;
    this.stream = stream;
    this.counters = counters;
  }

  void receive(WsMessage raw, long nowNanos) {
    this.nowNanos = nowNanos;
    try {
      handler.parseEach(raw, parts);
    } catch (RuntimeException e) {
      unreadable(raw, e);
    }
  }

  /// One of several that is bad takes nothing from the others.
  private void part(WsMessage raw, M message) {
    if (!side.state().isOpen()) {
      return; // one before it has ended the socket
    }
    try {
      sort(raw, message);
      handler.takeReplies(side.ids()).forEach(side::write);
    } catch (RuntimeException e) {
      unreadable(raw, e);
    }
  }

  private void unreadable(WsMessage raw, RuntimeException why) {
    counters.unreadable.increment();
    LOG.log(Level.DEBUG, "a message of {0} bytes cannot be read: {1}", raw.bytes(), why);
    stream.emit(new Event.Unreadable(raw, String.valueOf(why.getMessage())));
  }

  private void sort(WsMessage raw, M message) {
    if (handler.isPong(message)) {
      return;
    }
    Optional<WsMessage> pong = handler.pong(message);
    if (pong.isPresent()) {
      side.write(pong.get());
      return;
    }
    if (side.state() == ConnectionState.AUTHENTICATING && isAboutAuth(message)) {
      return;
    }
    List<SubscriptionResult> results = handler.subscriptionResults(message);
    if (!results.isEmpty()) {
      results.forEach(this::settle);
      side.topicsChanged();
      handler.releaseKept(parts);
      return;
    }
    if (handler.keepsBack(raw, message)) {
      return;
    }
    if (!handler.consumes(message)) {
      route(raw, message);
    }
    if (handler.asksToReconnect(message)) {
      side.reconnect("the server asks for it", Loss.Trigger.SERVER, nowNanos);
    }
  }

  private boolean isAboutAuth(M message) {
    return switch (handler.authVerdict(message)) {
      case AuthVerdict.Unrelated() -> false;
      case AuthVerdict.Accepted() -> {
        side.authAccepted(nowNanos);
        yield true;
      }
      case AuthVerdict.Refused(String words, boolean fatal) -> {
        side.authRefused(words, fatal, nowNanos);
        yield true;
      }
    };
  }

  private void settle(SubscriptionResult result) {
    if (result.accepted()) {
      side.topics().accepted(result.topic());
    } else {
      side.topics().refused(result.topic(), result.message(), result.isFinal(), nowNanos);
    }
  }

  private void route(WsMessage raw, M message) {
    MessageKind kind = handler.classify(message);
    switch (kind) {
      case RESPONSE -> reply(raw, message);
      case UPDATE -> update(raw, kind, message);
      case SYSTEM, CONTROL, UNKNOWN -> tell(raw, kind, message);
    }
  }

  private void reply(WsMessage raw, M message) {
    Optional<RequestId> id = handler.requestId(message);
    Outgoing<M> request = id.map(pending::take).orElse(null);
    if (request != null) {
      answer(request, raw, message);
    } else if (id.isPresent() || !isNamelessError(message)) {
      counters.strayReplies.increment();
      update(raw, MessageKind.RESPONSE, message);
    }
  }

  private void answer(Outgoing<M> request, WsMessage raw, M message) {
    try {
      Optional<WsException.Remote> error = handler.remoteError(message);
      if (error.isPresent()) {
        request.fail(outcome -> error.get());
      } else {
        request.replied(message, raw);
      }
    } catch (RuntimeException e) {
      counters.unreadable.increment();
      request.fail(
          outcome -> new WsException.Serialization("the answer cannot be read", outcome, e));
    }
  }

  /// Gives an error without an id to what it answers, if only one request or one topic waits for
  /// the server. Returns false if it may be about something else.
  private boolean isNamelessError(M message) {
    Optional<WsException.Remote> error = handler.remoteError(message);
    if (error.isEmpty()) {
      return false;
    }
    List<Outgoing<M>> requests = pending.waiting(side.attempt(), 2);
    List<Topic> asked = side.topics().asked(2);
    if (requests.size() + asked.size() != 1) {
      return false;
    }
    Coverage.reached("websocket.nameless-error-given");
    if (asked.isEmpty()) {
      pending.forget(requests.getFirst());
      requests.getFirst().fail(outcome -> error.get());
    } else {
      side.topics().refused(asked.getFirst(), error.get().words(), false, nowNanos);
      side.topicsChanged();
    }
    return true;
  }

  /// Delivers a message to its topic; one that has no subscription here is told to the stream.
  private void update(WsMessage raw, MessageKind kind, M message) {
    Optional<Topic> topic = handler.topic(message);
    if (topic.isPresent() && !side.topics().takes(topic.get()) && topics.isWanted(topic.get())) {
      return; // another socket brings it
    }
    if (topic.isPresent() && side.topics().takes(topic.get())) {
      IncomingMessage incoming = new IncomingMessage(raw, MessageKind.UPDATE, topic);
      topics.deliver(topic.get(), incoming, side.epochToBe());
      return;
    }
    if (kind == MessageKind.UPDATE) {
      counters.strayUpdates.increment();
    }
    stream.emit(new Event.Message(new IncomingMessage(raw, kind, topic)));
  }

  private void tell(WsMessage raw, MessageKind kind, M message) {
    stream.emit(new Event.Message(new IncomingMessage(raw, kind, handler.topic(message))));
  }
}

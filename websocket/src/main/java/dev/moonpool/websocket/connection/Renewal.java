package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The socket that is to replace the one that serves, from its dialling to the switch.
///
/// `DIALLING → (AUTHENTICATING) → RESTORING → CROSSING`. Restoring asks the new server for every
/// topic that the old one holds. Crossing sends a ping on the old socket when all are held: what
/// the old server sent before the new one held the topics arrives before its pong, so that after
/// the pong nothing is missed by looking at the new socket alone. Each stage has its deadline.
///
/// Confined to the connection's event loop.
final class Renewal<M> implements Side, TopicView {
  private enum Stage {
    /// Connects and asks for the upgrade.
    DIALLING,
    /// Asks the server whether it knows us.
    AUTHENTICATING,
    /// Asks the server for the topics.
    RESTORING,
    /// Waits for the pong on the old socket.
    CROSSING
  }

  private final Session<M> session;
  private final ConnectionConfig config;
  private final TopicTable topics;
  private final long attempt;
  private final ProtocolHandler<M> handler;
  private final Inbox<M> inbox;
  private final Set<Topic> asked = new LinkedHashSet<>();
  private final Set<Topic> held = new LinkedHashSet<>();
  private Stage stage = Stage.DIALLING;
  private boolean writable = true;
  private long deadlineNanos;
  private long paceNanos = Long.MIN_VALUE;
  private @Nullable Throwable failure;

  Renewal(
      Session<M> session,
      ConnectionConfig config,
      TopicTable topics,
      ProtocolHandler<M> handler,
      long nowNanos) {
    this.session = session;
    this.config = config;
    this.topics = topics;
    this.attempt = session.nextAttempt();
    this.handler = handler;
    this.inbox = session.newInbox(this, handler);
    this.deadlineNanos = nowNanos + config.connectTimeout().toNanos();
    session.act(new Action.Dial<>(attempt));
  }

  ProtocolHandler<M> handler() {
    return handler;
  }

  /// The topics whose updates come on it.
  Set<Topic> held() {
    return held;
  }

  boolean isWritable() {
    return writable;
  }

  void writable(boolean now) {
    writable = now;
  }

  /// Why it came to nothing, if it has.
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  void fail(Throwable why) {
    if (failure == null) {
      failure = why;
    }
  }

  // ---- its way

  void upgraded(Optional<String> credentials, long nowNanos) {
    if (handler != session.handler()) {
      handler.connecting();
    }
    handler.onConnect().forEach(this::write);
    Optional<WsMessage> auth =
        config.authOnConnect() ? handler.authMessage(credentials) : Optional.empty();
    deadlineNanos = nowNanos + config.requestTimeout().toNanos();
    stage = auth.isPresent() ? Stage.AUTHENTICATING : Stage.RESTORING;
    auth.ifPresent(this::write);
  }

  void received(WsMessage message, long nowNanos) {
    inbox.receive(message, nowNanos);
  }

  /// Does what can be done now.
  void advance(long nowNanos) {
    if (deadlineNanos <= nowNanos) {
      fail(new WsException.ConnectionClosed(1006, "renewal: no end of " + stage, null));
    } else if (stage == Stage.RESTORING) {
      ask(nowNanos);
    }
  }

  /// The pong came on the old socket.
  ///
  /// @return whether the switch can be made
  boolean crossedAndDecide(long nowNanos) {
    if (stage != Stage.CROSSING || failure != null) {
      return false;
    }
    if (missing().isEmpty()) {
      return true;
    }
    stage = Stage.RESTORING; // more was subscribed to meanwhile
    deadlineNanos = nowNanos + config.requestTimeout().toNanos();
    ask(nowNanos);
    return false;
  }

  long nextNanos() {
    boolean asks = stage == Stage.RESTORING && (asked.isEmpty() || !missing().isEmpty());
    return asks ? Math.min(paceNanos, deadlineNanos) : deadlineNanos;
  }

  private void ask(long nowNanos) {
    List<Topic> missing = missing();
    if (!missing.isEmpty() && paceNanos <= nowNanos) {
      List<Topic> batch =
          List.copyOf(missing.subList(0, Math.min(missing.size(), config.resubscribeBatch())));
      paceNanos = nowNanos + config.resubscribePause().toNanos();
      deadlineNanos = nowNanos + config.requestTimeout().toNanos();
      (handler.acknowledgesSubscriptions() ? asked : held).addAll(batch);
      handler.subscribe(batch, session.ids()).forEach(this::write);
      missing = missing();
    }
    if (missing.isEmpty() && asked.isEmpty()) {
      stage = Stage.CROSSING;
      deadlineNanos = nowNanos + config.pongTimeout().toNanos();
      session.act(new Action.Mark<>(session.attempt()));
    }
  }

  /// What the old server holds and the new one was not asked for.
  private List<Topic> missing() {
    List<Topic> missing = new ArrayList<>(topics.held());
    missing.removeIf(topic -> asked.contains(topic) || held.contains(topic));
    return missing;
  }

  // ---- what the inbox finds

  @Override
  public long attempt() {
    return attempt;
  }

  @Override
  public ConnectionState state() {
    if (failure != null) {
      return ConnectionState.CLOSED;
    }
    return switch (stage) {
      case DIALLING -> ConnectionState.CONNECTING;
      case AUTHENTICATING -> ConnectionState.AUTHENTICATING;
      case RESTORING, CROSSING -> ConnectionState.CONNECTED;
    };
  }

  @Override
  public TopicView topics() {
    return this;
  }

  @Override
  public void authAccepted(long nowNanos) {
    stage = Stage.RESTORING;
    deadlineNanos = nowNanos + config.requestTimeout().toNanos();
  }

  @Override
  public void authRefused(String words, boolean fatal, long nowNanos) {
    fail(new WsException.Auth(words, fatal));
  }

  @Override
  public void write(WsMessage message) {
    session.act(new Action.Write<>(attempt, message, null));
  }

  @Override
  public List<Topic> asked(int max) {
    return asked.stream().limit(max).toList();
  }

  @Override
  public void accepted(Topic topic) {
    if (asked.remove(topic)) {
      held.add(topic);
    }
  }

  @Override
  public void refused(Topic topic, String words, boolean isFinal, long nowNanos) {
    if (asked.contains(topic) || held.contains(topic)) {
      fail(new WsException.SubscriptionFailed(topic, words));
    }
  }

  @Override
  public boolean takes(Topic topic) {
    return held.contains(topic) && topics.isWanted(topic);
  }

  @Override
  public void topicsChanged() {}

  @Override
  public void reconnect(String reason, Loss.Trigger trigger, long nowNanos) {
    fail(new WsException.ConnectionClosed(1000, reason, null));
  }

  @Override
  public ConnectionEpoch epochToBe() {
    return session.epochToBe();
  }

  @Override
  public RequestIds ids() {
    return session.ids();
  }
}

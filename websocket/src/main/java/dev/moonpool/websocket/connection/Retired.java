package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.List;

/// A socket that was replaced and is kept until the requests that were sent on it are answered, or
/// its time is over. Updates that come on it are not taken.
///
/// Confined to the connection's event loop.
final class Retired<M> implements Side, TopicView {
  private static final long NEVER = Long.MAX_VALUE;

  private final Session<M> session;
  private final PendingTable<M> pending;
  private final long attempt;
  private final String reason;
  private final Inbox<M> inbox;
  private long untilNanos;

  /// @param attempt which attempt has led to the socket
  /// @param handler which understands what comes on it
  /// @param closing with what, and when at the latest, it is closed
  Retired(
      Session<M> session,
      PendingTable<M> pending,
      long attempt,
      ProtocolHandler<M> handler,
      Overlap.Until closing) {
    this.session = session;
    this.pending = pending;
    this.attempt = attempt;
    this.reason = closing.reason();
    this.inbox = session.newInbox(this, handler);
    this.untilNanos = closing.nanos();
  }

  void received(WsMessage message, long nowNanos) {
    inbox.receive(message, nowNanos);
  }

  /// Closes it if it is of no more use.
  void advance(long nowNanos) {
    if (untilNanos != NEVER && (untilNanos <= nowNanos || !pending.isAwaitedOn(attempt))) {
      untilNanos = NEVER;
      pending.failSent(attempt, outcome -> new DisconnectReason(1000, reason).error(outcome));
      session.act(new Action.Close<>(attempt, 1000, reason));
    }
  }

  /// Nothing is left of it.
  void gone(String why) {
    untilNanos = NEVER;
    pending.failSent(attempt, outcome -> DisconnectReason.lost(why).error(outcome));
  }

  long nextNanos() {
    return untilNanos;
  }

  @Override
  public long attempt() {
    return attempt;
  }

  @Override
  public ConnectionState state() {
    return untilNanos == NEVER ? ConnectionState.CLOSED : ConnectionState.READY;
  }

  @Override
  public TopicView topics() {
    return this;
  }

  @Override
  public void authAccepted(long nowNanos) {}

  @Override
  public void authRefused(String words, boolean fatal, long nowNanos) {}

  @Override
  public void write(WsMessage message) {
    session.act(new Action.Write<>(attempt, message, null));
  }

  @Override
  public List<Topic> asked(int max) {
    return List.of();
  }

  @Override
  public void accepted(Topic topic) {}

  @Override
  public void refused(Topic topic, String words, boolean isFinal, long nowNanos) {}

  @Override
  public boolean takes(Topic topic) {
    return false;
  }

  @Override
  public void topicsChanged() {}

  @Override
  public void reconnect(String why, Loss.Trigger trigger, long nowNanos) {}

  @Override
  public ConnectionEpoch epochToBe() {
    return session.epochToBe();
  }

  @Override
  public RequestIds ids() {
    return session.ids();
  }
}

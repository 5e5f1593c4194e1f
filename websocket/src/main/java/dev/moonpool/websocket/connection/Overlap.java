package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sockets of a connection beside the one that serves: at most one that is to replace it, or
/// one that was replaced, never both; and when the next replacement begins.
///
/// A replacement that comes to nothing changes nothing for the socket that serves; the next one
/// begins after the delays of the configured backoff. When the socket that serves is lost
/// meanwhile, the replacement is given up, and the connection reconnects as after any loss.
///
/// Confined to the connection's event loop.
final class Overlap<M> {
  private static final long NEVER = Long.MAX_VALUE;
  private static final String AGE = "the socket has reached its age";

  private final Session<M> session;
  private final ConnectionConfig config;
  private final TopicTable topics;
  private final PendingTable<M> pending;
  private final ConnectionStream stream;
  private final Randomness jitter;
  private @Nullable Renewal<M> renewal;
  private @Nullable Retired<M> retired;
  private long dueNanos = NEVER;
  private String reason = AGE;
  private int failures;

  Overlap(
      Session<M> session,
      ConnectionConfig config,
      TopicTable topics,
      PendingTable<M> pending,
      ConnectionStream stream,
      Randomness jitter) {
    this.session = session;
    this.config = config;
    this.topics = topics;
    this.pending = pending;
    this.stream = stream;
    this.jitter = jitter;
  }

  // ---- when

  /// A socket serves from now on: its age begins.
  void serves(long nowNanos) {
    failures = 0;
    reason = AGE;
    dueNanos = config.renewal().map(policy -> nowNanos + policy.drawNanos(jitter)).orElse(NEVER);
  }

  /// The socket is to be replaced now, or as soon as an earlier replacement is over.
  void want(String why, long nowNanos) {
    if (renewal == null) {
      reason = why;
      dueNanos = nowNanos;
      advance(nowNanos);
    }
  }

  long nextNanos() {
    if (renewal != null) {
      return renewal.nextNanos();
    }
    return retired != null ? retired.nextNanos() : isReady() ? dueNanos : NEVER;
  }

  /// Does what is due.
  void advance(long nowNanos) {
    if (retired != null) {
      retired.advance(nowNanos);
    } else if (renewal != null) {
      guarded(renewal, nowNanos, () -> {});
    } else if (isReady() && dueNanos <= nowNanos) {
      begin(nowNanos);
    }
  }

  private boolean isReady() {
    return session.state() == ConnectionState.READY;
  }

  private void begin(long nowNanos) {
    Optional<ProtocolHandler<M>> next;
    try {
      next = session.handler().forNextSocket();
    } catch (RuntimeException e) {
      later(session.attempt(), e, nowNanos);
      return;
    }
    if (next.isPresent()) {
      renewal = new Renewal<>(session, config, topics, next.get(), nowNanos);
      return;
    }
    Throwable why =
        new UnsupportedOperationException(
            session.handler().getClass().getName() + " does not serve two sockets at once");
    dueNanos = NEVER;
    stream.emit(new Event.RenewalFailed(session.attempt(), why, Optional.empty()));
    session.reconnect(reason, Loss.Trigger.USER, nowNanos);
  }

  private void later(long attempt, Throwable cause, long nowNanos) {
    Duration delay = config.backoff().delay(failures++, jitter);
    dueNanos = nowNanos + delay.toNanos();
    stream.emit(new Event.RenewalFailed(attempt, cause, Optional.of(delay)));
  }

  // ---- what the sockets tell

  void upgraded(long of, Optional<String> credentials, long nowNanos) {
    Renewal<M> next = renewalOf(of);
    if (next != null) {
      guarded(next, nowNanos, () -> next.upgraded(credentials, nowNanos));
    }
  }

  void received(long of, WsMessage message, long nowNanos) {
    Renewal<M> next = renewalOf(of);
    if (next != null) {
      guarded(next, nowNanos, () -> next.received(message, nowNanos));
    } else if (retired != null && retired.attempt() == of && retired.state().isOpen()) {
      retired.received(message, nowNanos);
      retired.advance(nowNanos);
    }
  }

  void writabilityChanged(long of, boolean now) {
    Renewal<M> next = renewalOf(of);
    if (next != null) {
      next.writable(now);
    }
  }

  /// The socket is of no more use, or gone.
  void failed(long of, Throwable cause, long nowNanos) {
    Renewal<M> next = renewalOf(of);
    if (next != null) {
      guarded(next, nowNanos, () -> next.fail(cause));
    }
  }

  /// Nothing is left of the socket.
  void gone(long of, Throwable cause, long nowNanos) {
    failed(of, cause, nowNanos);
    if (retired != null && retired.attempt() == of) {
      retired.gone(String.valueOf(cause.getMessage()));
      retired = null;
      advance(nowNanos);
    }
  }

  /// The pong that [Action.Mark] has asked for came on the socket that serves.
  void passed(long nowNanos) {
    Renewal<M> next = renewal;
    if (next == null || !next.crossedAndDecide(nowNanos)) {
      return;
    }
    Coverage.reached("websocket.renewed");
    long until = nowNanos + config.requestTimeout().toNanos();
    renewal = null;
    retired =
        new Retired<>(
            session, pending, session.attempt(), session.handler(), new Until(reason, until));
    session.promote(next, reason, nowNanos);
    serves(nowNanos);
    retired.advance(nowNanos);
  }

  // ---- the end

  /// The socket that serves is lost: there is nothing to be replaced.
  void abandon() {
    dueNanos = NEVER;
    if (renewal != null) {
      Coverage.reached("websocket.lost-while-renewing");
      session.act(new Action.Drop<>(renewal.attempt()));
      renewal = null;
    }
  }

  /// The connection ends.
  void end() {
    abandon();
    if (retired != null) {
      session.act(new Action.Drop<>(retired.attempt()));
      retired = null;
    }
  }

  private @Nullable Renewal<M> renewalOf(long of) {
    return renewal != null && renewal.attempt() == of ? renewal : null;
  }

  /// What a handler throws here ends the new socket, never the one that serves.
  private void guarded(Renewal<M> next, long nowNanos, Runnable event) {
    try {
      event.run();
      if (next.failure().isEmpty()) {
        next.advance(nowNanos);
      }
    } catch (RuntimeException e) {
      next.fail(e);
    }
    if (next.failure().isPresent() && renewal == next) {
      Coverage.reached("websocket.renewal-failed");
      renewal = null;
      session.act(new Action.Drop<>(next.attempt()));
      later(next.attempt(), next.failure().get(), nowNanos);
    }
  }

  /// What a socket that another one has replaced is closed with.
  ///
  /// @param reason told to the server
  /// @param nanos when at the latest
  record Until(String reason, long nanos) {}
}

package dev.moonpool.websocket.connection;

import java.time.Duration;

/// Decides when to ping and when silence means that the other end is gone.
///
/// A ping is due each interval. Its deadline runs from the moment it was written to the socket –
/// behind bulk data that may be long after it was asked for – and anything that arrives meanwhile,
/// not only the pong, lifts it: so a slow link is not taken for a dead one, and a dead one is
/// noticed within interval and timeout.
final class Heartbeat {
  private static final long NEVER = Long.MAX_VALUE;

  private final long intervalNanos;
  private final long timeoutNanos;
  private long nextPingNanos = NEVER;
  private long deadlineNanos = NEVER;
  private boolean heardSincePing = true;

  Heartbeat(Duration interval, Duration timeout) {
    this.intervalNanos = interval.toNanos();
    this.timeoutNanos = timeout.toNanos();
  }

  /// A socket is there.
  void start(long nowNanos) {
    nextPingNanos = nowNanos + intervalNanos;
    deadlineNanos = NEVER;
    heardSincePing = true;
  }

  /// The socket is gone.
  void stop() {
    nextPingNanos = NEVER;
    deadlineNanos = NEVER;
  }

  /// Bytes have arrived.
  void heard() {
    heardSincePing = true;
    deadlineNanos = NEVER;
  }

  /// Whether to ping now. If so, the caller does.
  boolean isPingDueAndDecide(long nowNanos) {
    if (nowNanos < nextPingNanos) {
      return false;
    }
    nextPingNanos = nowNanos + intervalNanos;
    if (deadlineNanos != NEVER) {
      return false; // the last ping is still on its way; its deadline stays
    }
    heardSincePing = false;
    return true;
  }

  /// The ping has been written to the socket.
  void pingWritten(long nowNanos) {
    if (!heardSincePing && deadlineNanos == NEVER) {
      deadlineNanos = nowNanos + timeoutNanos;
    }
  }

  boolean isDead(long nowNanos) {
    return nowNanos >= deadlineNanos;
  }

  long nextDeadlineNanos() {
    return Math.min(nextPingNanos, deadlineNanos);
  }
}

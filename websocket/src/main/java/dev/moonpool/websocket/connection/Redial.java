package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Invariant;
import java.time.Duration;
import java.util.OptionalLong;

/// Whether there is a socket, and when the next one may be dialled: never while the old one is
/// there, which is given a moment to say goodbye and is then dropped.
///
/// Confined to the owner.
final class Redial {
  private static final long NEVER = Long.MAX_VALUE;

  /// What the closing of an old socket is given before the next attempt ends it: dropped at once, a
  /// socket with unread bytes is reset, and our close frame is lost with it.
  private static final Duration GRACE = Duration.ofMillis(500);

  private boolean socketExists;

  /// Whether the old socket was asked to go, because the next attempt waits for it.
  private boolean dropAsked;

  private long dialAtNanos = NEVER;
  private long graceNanos = Long.MIN_VALUE;

  boolean socketExists() {
    return socketExists;
  }

  /// An attempt has begun.
  void dialled() {
    Invariant.check(!socketExists, "there is one socket at a time");
    socketExists = true;
    dropAsked = false;
    graceNanos = Long.MIN_VALUE;
    dialAtNanos = NEVER;
  }

  /// Nothing is left of the last attempt's socket.
  void socketGone() {
    socketExists = false;
  }

  /// The socket is closing as it should.
  void closing(long nowNanos) {
    graceNanos = nowNanos + GRACE.toNanos();
  }

  /// Until when the socket has time to close as it should; empty if it does not.
  OptionalLong closingUntilNanos() {
    boolean closing = socketExists && graceNanos != Long.MIN_VALUE;
    return closing ? OptionalLong.of(graceNanos) : OptionalLong.empty();
  }

  /// The old socket was asked to go.
  void dropAsked() {
    dropAsked = true;
  }

  /// The next attempt is wanted at this moment.
  void at(long nanos) {
    dialAtNanos = nanos;
  }

  /// No attempt is wanted.
  void never() {
    dialAtNanos = NEVER;
  }

  /// When to dial, or to drop the socket that is in the way.
  long nextNanos() {
    if (!socketExists) {
      return dialAtNanos;
    }
    return dropAsked ? NEVER : Math.max(dialAtNanos, graceNanos);
  }
}

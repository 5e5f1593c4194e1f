package dev.moonpool.websocket.connection;

/// The deadlines of one socket: to be upgraded, to be authenticated, to take what is written, and
/// to be closed. One that is not set is never over.
///
/// Confined to the owner.
final class SocketTimers {
  private static final long NEVER = Long.MAX_VALUE;

  private final long writeTimeoutNanos;
  private long connectNanos = NEVER;
  private long authNanos = NEVER;
  private long closeNanos = NEVER;
  private long stalledNanos = NEVER;
  private long stalledBytes;

  /// @param writeTimeoutNanos how long the socket may take nothing while something waits
  SocketTimers(long writeTimeoutNanos) {
    this.writeTimeoutNanos = writeTimeoutNanos;
  }

  /// The earliest of them.
  long nextNanos() {
    return Math.min(Math.min(connectNanos, authNanos), Math.min(closeNanos, stalledNanos));
  }

  /// All of them but that to be closed are lifted.
  void stop() {
    connectNanos = NEVER;
    authNanos = NEVER;
    stalledNanos = NEVER;
  }

  void connectBy(long nanos) {
    connectNanos = nanos;
  }

  void connected() {
    connectNanos = NEVER;
  }

  boolean isConnectOver(long nowNanos) {
    return connectNanos <= nowNanos;
  }

  void authBy(long nanos) {
    authNanos = nanos;
  }

  void authenticated() {
    authNanos = NEVER;
  }

  boolean isAuthOver(long nowNanos) {
    return authNanos <= nowNanos;
  }

  void closeBy(long nanos) {
    closeNanos = nanos;
  }

  void closed() {
    closeNanos = NEVER;
  }

  boolean isCloseOver(long nowNanos) {
    return closeNanos <= nowNanos;
  }

  /// The socket takes more.
  void flowing() {
    stalledNanos = NEVER;
  }

  /// The socket takes no more for now, or something was written of which it is not known yet
  /// whether it takes it; does nothing if there was such a thing before.
  void stalled(long nowNanos) {
    if (stalledNanos == NEVER) {
      stalledBytes = Long.MAX_VALUE; // looked at as soon as all is flushed
      stalledNanos = nowNanos;
    }
  }

  /// Whether it has taken nothing for too long. If it has taken anything since it was last looked
  /// at, its time begins anew.
  boolean isStalledAndDecide(long unwrittenBytes, long nowNanos) {
    if (stalledNanos > nowNanos) {
      return false;
    }
    if (unwrittenBytes < stalledBytes) {
      stalledBytes = unwrittenBytes;
      stalledNanos = nowNanos + writeTimeoutNanos;
      return false;
    }
    return true;
  }
}

package dev.moonpool.websocket.connection;

/// What planted faults do instead with timers.
final class PlantedTimers {
  private PlantedTimers() {}

  /// Counts the time for the pong from the last one, which came an interval ago, and not from the
  /// ping.
  static void pingWrittenAfterTheLastPong(Heartbeat heartbeat, long nowNanos) {
    long intervalNanos = heartbeat.nextDeadlineNanos() - nowNanos;
    heartbeat.pingWritten(nowNanos - intervalNanos);
  }

  /// Forgets that the old socket no longer has to be authenticated.
  static void stopAllButAuth(SocketTimers timers) {
    timers.connected();
    timers.flowing();
  }
}

package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;

/// Notices when a handler's methods hold up the event loop.
///
/// Reading the clock for each message would cost as much as some handlers, so it is read for every
/// sixteenth: one slow method is noticed among them, and many quick ones are not taken for it.
/// Does not warn where no handler was asked. Confined to the owner.
final class SlowWatch {
  private static final int STEPS = 16;

  /// Longer than this a handler's method should not take.
  private static final long SLOW_NANOS = 10_000_000;

  private final Time time;
  private final HandlerLog log;
  private long beganNanos;
  private int steps;

  SlowWatch(Time time, HandlerLog log) {
    this.time = time;
    this.log = log;
  }

  /// What is watched begins.
  void begin(long nowNanos) {
    beganNanos = nowNanos;
    steps = 0;
  }

  /// A handler may have been asked.
  void step() {
    if (++steps == STEPS) {
      end();
    }
  }

  /// What is watched is over for now.
  void end() {
    long now = time.nanoTime();
    long took = now - beganNanos;
    if (steps > 0 && took > SLOW_NANOS) {
      log.heldUp(steps, took / 1_000_000);
    }
    begin(now);
  }
}

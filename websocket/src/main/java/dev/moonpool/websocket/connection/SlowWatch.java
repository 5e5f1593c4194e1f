package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Notices when a handler's methods hold up the event loop.
///
/// Reading the clock for each message would cost as much as some handlers, so it is read for every
/// sixteenth: one slow method is noticed among them, and many quick ones are not taken for it.
/// Warns at most once a second, and not where no handler was asked. Confined to the owner.
final class SlowWatch {
  private static final Logger LOG = System.getLogger(SlowWatch.class.getName());
  private static final int STEPS = 16;

  /// Longer than this a handler's method should not take.
  private static final long SLOW_NANOS = 10_000_000;

  private static final long PAUSE_NANOS = 1_000_000_000;

  private final Time time;
  private long beganNanos;
  private long quietUntilNanos;
  private int steps;

  SlowWatch(Time time) {
    this.time = time;
    this.quietUntilNanos = time.nanoTime();
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
    if (steps > 0 && took > SLOW_NANOS && now - quietUntilNanos >= 0) {
      quietUntilNanos = now + PAUSE_NANOS;
      LOG.log(
          Level.WARNING,
          "the protocol handler held up its event loop: {0} message(s) took {1} ms",
          steps,
          took / 1_000_000);
    }
    begin(now);
  }
}

package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One timer that is set to the earliest moment asked for. Confined to the event loop, but for the
/// timer's own firing.
final class Alarm {
  private static final long NEVER = Long.MAX_VALUE;

  private final Time time;
  private Time.@Nullable Timer timer;
  private long setNanos = NEVER;

  Alarm(Time time) {
    this.time = time;
  }

  /// Rings at `nextNanos`, unless it rings earlier.
  ///
  /// @param ring told, on the timer's thread, which moment it rings for; to be handed to [#rings]
  void set(long nextNanos, LongConsumer ring) {
    if (nextNanos == NEVER || nextNanos >= setNanos) {
      return;
    }
    cancel();
    setNanos = nextNanos;
    Duration delay = Duration.ofNanos(Math.max(0, nextNanos - time.nanoTime()));
    timer = time.schedule(delay, () -> ring.accept(nextNanos));
  }

  /// Does not ring any more.
  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    setNanos = NEVER;
  }

  /// Whether it is this moment for which it was last set; if so it is set no longer.
  boolean rings(long ofNanos) {
    if (ofNanos != setNanos) {
      return false;
    }
    setNanos = NEVER;
    return true;
  }
}

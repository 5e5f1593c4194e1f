package dev.moonpool.actors.directory;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import java.time.Duration;

/// How long to wait before the next attempt: doubling up to a bound, and between half and all of
/// it, so that those who failed together do not come back together. One task's.
final class Backoff {
  private final Time time;
  private final Randomness randomness;
  private final long mostNanos;
  private long nextNanos;

  Backoff(Providers providers, Duration first, Duration most) {
    time = providers.time();
    randomness = providers.randomness();
    nextNanos = first.toNanos();
    mostNanos = most.toNanos();
  }

  /// @param limitNanos never longer than this
  void pause(long limitNanos) throws InterruptedException {
    long nanos = randomness.nextLong(nextNanos / 2, nextNanos + 1);
    nextNanos = Math.min(2 * nextNanos, mostNanos);
    time.sleep(Duration.ofNanos(Math.max(1, Math.min(nanos, limitNanos))));
  }
}

package dev.moonpool.actors.messaging;

import dev.moonpool.foundation.Randomness;
import java.time.Duration;

/// How long to wait before the next dial: doubles from a least to a most, with a quarter of it at
/// random so that nodes that lost each other at once do not return at once. Guarded by its peer's
/// lock.
final class Backoff {
  private final long minNanos;
  private final long maxNanos;
  private final Randomness randomness;
  private int failures;

  Backoff(PeerOptions options, Randomness randomness) {
    this.minNanos = options.backoffMin().toNanos();
    this.maxNanos = options.backoffMax().toNanos();
    this.randomness = randomness;
  }

  /// Counts a failure.
  ///
  /// @return how long to wait now
  Duration failed() {
    int doublings = Math.min(failures, 30);
    failures++;
    long whole = minNanos >= maxNanos >> doublings ? maxNanos : minNanos << doublings;
    return Duration.ofNanos(whole - (long) (whole * 0.25 * randomness.nextDouble()));
  }

  /// Forgets all failures.
  void succeeded() {
    failures = 0;
  }
}

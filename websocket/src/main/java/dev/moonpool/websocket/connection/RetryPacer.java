package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Randomness;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts the attempts of one connection and says how long to wait before the next.
///
/// Failures and reconnects that the server asks for are counted apart: each kind has its own
/// backoff, and only failures use up the configured number of attempts. Both counts begin anew once
/// a connection was ready for the stable period. A reconnect that a user asks for is not counted.
///
/// Confined to the owner.
final class RetryPacer {
  /// What a server that restarts or is overloaded is given at least.
  private static final Duration LATER = Duration.ofSeconds(5);

  /// The longest time that a server may keep a connection away.
  private static final Duration LATEST = Duration.ofHours(1);

  private final BackoffPolicy backoff;
  private final Randomness jitter;
  private int failures;
  private int requests;
  private long readySinceNanos;
  private volatile @Nullable Throwable lastFailure;

  RetryPacer(BackoffPolicy backoff, Randomness jitter) {
    this.backoff = backoff;
    this.jitter = jitter;
  }

  /// The connection is ready.
  void ready(long nowNanos) {
    readySinceNanos = nowNanos;
    lastFailure = null;
  }

  /// A socket is lost, or an attempt came to nothing.
  ///
  /// @param wasReady whether the connection was ready
  void lost(Throwable cause, boolean wasReady, long nowNanos) {
    lastFailure = cause;
    if (wasReady && nowNanos - readySinceNanos >= stableNanos()) {
      failures = 0;
      requests = 0;
    }
  }

  /// What the last attempt or socket met since the connection was last ready. From any thread.
  Optional<Throwable> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /// How many attempts in a row have failed.
  int failures() {
    return failures;
  }

  /// Whether no further attempt may be made after a failure.
  boolean isOver() {
    return backoff.isOver(failures);
  }

  /// The delay before the next attempt.
  Duration delayAfter(Loss loss) {
    return switch (loss.trigger()) {
      case FAILURE -> loss.atLeast(backoff.delay(failures++, jitter), LATER, LATEST);
      case SERVER -> requests++ == 0 ? Duration.ZERO : backoff.delay(requests - 2, jitter);
      case USER -> Duration.ZERO;
    };
  }

  /// The delay before a topic that the server did not restore is asked for again.
  ///
  /// @param refusals how often it was not restored in a row, from 1
  Duration topicDelay(int refusals) {
    return backoff.delay(refusals - 1, jitter);
  }

  private long stableNanos() {
    return backoff.stablePeriod().toNanos();
  }
}

package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.Questions.FailedException;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import java.time.Duration;

/// How long a node has not answered, and whether that proves anything. One task's.
final class Silence {
  /// One refusal may be a full backlog or a node that is just starting; so many in a row, over half
  /// a second and more, are taken for proof that there is no such process.
  static final int REFUSALS_PROOF = 5;

  private final Time time;
  private final Backoff backoff;
  private final long endNanos;
  private int refusals;

  /// @param bound after how long silence [#isOver]
  /// @param pauseFirst before the second attempt; later ones double
  Silence(Providers providers, Duration bound, Duration pauseFirst, Duration pauseMost) {
    time = providers.time();
    backoff = new Backoff(providers, pauseFirst, pauseMost);
    endNanos = time.nanoTime() + bound.toNanos();
  }

  void failed(FailedException failure) {
    refusals = failure.isRefusal() ? refusals + 1 : 0;
  }

  /// It answered, but not what was asked.
  void isUnclear() {
    refusals = 0;
  }

  /// Whether nothing listens there.
  boolean isProof() {
    return refusals >= REFUSALS_PROOF;
  }

  /// Whether the bound has passed.
  boolean isOver() {
    return time.nanoTime() - endNanos >= 0;
  }

  void pause() throws InterruptedException {
    backoff.pause(Long.MAX_VALUE);
  }
}

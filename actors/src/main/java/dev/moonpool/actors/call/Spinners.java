package dev.moonpool.actors.call;

import java.util.concurrent.atomic.AtomicInteger;

/// How many platform threads of a node may spin for their answers at a time.
///
/// One that spins keeps a processor from the turns that it waits for. As long as half of the
/// processors are left to those, that is worth it; a hundred callers that all spin on two would
/// mostly wait for each other.
///
/// Any thread.
final class Spinners {
  private final int countMax;
  private final AtomicInteger count = new AtomicInteger();

  /// @param processors how many there are
  Spinners(int processors) {
    countMax = Math.max(1, processors / 2);
  }

  /// Lets the caller spin, unless enough do; it then has to [#leave].
  boolean enter() {
    if (count.get() >= countMax) {
      return false;
    }
    if (count.incrementAndGet() > countMax) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  /// Ends what [#enter] allowed.
  void leave() {
    count.decrementAndGet();
  }
}

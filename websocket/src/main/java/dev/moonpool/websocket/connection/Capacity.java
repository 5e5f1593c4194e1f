package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Invariant;
import java.util.concurrent.atomic.AtomicInteger;

/// A number of places, taken and given back from any thread. Never more are taken than there are.
final class Capacity {
  private final int max;
  private final AtomicInteger taken = new AtomicInteger();

  Capacity(int max) {
    this.max = max;
  }

  /// Takes a place if there is one.
  boolean tryTake() {
    int now = taken.get();
    while (now < max) {
      if (taken.compareAndSet(now, now + 1)) {
        return true;
      }
      now = taken.get();
    }
    return false;
  }

  void giveBack() {
    int left = taken.decrementAndGet();
    Invariant.check(left >= 0, "no more places are given back than were taken");
  }

  int max() {
    return max;
  }

  int taken() {
    return taken.get();
  }
}

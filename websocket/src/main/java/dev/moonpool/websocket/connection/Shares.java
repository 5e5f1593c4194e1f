package dev.moonpool.websocket.connection;

import java.util.concurrent.atomic.AtomicInteger;

/// How many handles of a connection are open. Starts with one; none can be added to none.
final class Shares {
  private final AtomicInteger open = new AtomicInteger(1);

  boolean tryAdd() {
    int now = open.get();
    while (now > 0) {
      if (open.compareAndSet(now, now + 1)) {
        return true;
      }
      now = open.get();
    }
    return false;
  }

  /// Takes one away.
  ///
  /// @return whether it was the last
  boolean removeAndDecide() {
    return open.decrementAndGet() == 0;
  }
}

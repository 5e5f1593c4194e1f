package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A queue from the owner of a connection to whoever reads.
///
/// The owner never waits; how much is kept is up to who puts in. Its methods may be called from any
/// thread; the lock is held for a few instructions and never while anything is called.
final class Feed<T> {
  private final Time time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private boolean ended;

  Feed(Time time) {
    this.time = time;
  }

  /// Changes the items under the lock, and wakes who waits for one.
  void change(Change<T> change) {
    lock.lock();
    try {
      if (!ended) {
        change.apply(items);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nothing follows what is there. Idempotent.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing follows, and what is there is dropped. Idempotent.
  void endNow() {
    lock.lock();
    try {
      ended = true;
      items.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next item; empty once it has ended.
  Optional<T> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (items.isEmpty() && !ended) {
        changed.await();
      }
      return Optional.ofNullable(items.poll());
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next item at most this long; empty if none came, or it has ended.
  Optional<T> poll(Duration timeout) throws InterruptedException {
    @Nullable T ready = pollNow();
    if (ready != null || !timeout.isPositive()) {
      return Optional.ofNullable(ready);
    }
    long deadlineNanos = time.nanoTime() + timeout.toNanos();
    Time.Timer timer = time.schedule(timeout, this::wake);
    lock.lockInterruptibly();
    try {
      while (items.isEmpty() && !ended && time.nanoTime() - deadlineNanos < 0) {
        changed.await();
      }
      return Optional.ofNullable(items.poll());
    } finally {
      lock.unlock();
      timer.cancel();
    }
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ended && items.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable T pollNow() {
    lock.lock();
    try {
      return items.poll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What is done to the items.
  interface Change<T> {
    void apply(ArrayDeque<T> items);
  }
}

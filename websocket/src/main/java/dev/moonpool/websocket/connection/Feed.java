package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A queue from the owner of a connection to whoever reads.
///
/// The owner never waits; how much is kept is up to who puts in. Its methods may be called from any
/// thread; the lock is held for a few instructions and never while anything is called. Who waits
/// parks outside of the lock, so that waking somebody is one step and not two.
final class Feed<T> {
  private final Time time;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final ArrayDeque<Thread> waiting = new ArrayDeque<>(1);
  private boolean ended;

  Feed(Time time) {
    this.time = time;
  }

  /// Changes the items under the lock, and wakes who waits for one.
  void change(Change<T> change) {
    @Nullable Thread woken = null;
    lock.lock();
    try {
      if (!ended) {
        change.apply(items);
        woken = nextToWake();
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(woken);
  }

  /// Nothing follows what is there. Idempotent.
  void end() {
    end(false);
  }

  /// Nothing follows, and what is there is dropped. Idempotent.
  void endNow() {
    end(true);
  }

  private void end(boolean drops) {
    List<Thread> woken;
    lock.lock();
    try {
      ended = true;
      if (drops) {
        items.clear();
      }
      woken = List.copyOf(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    woken.forEach(LockSupport::unpark);
  }

  /// Waits for the next item; empty once it has ended.
  Optional<T> next() throws InterruptedException {
    return await(Long.MAX_VALUE);
  }

  /// Waits for the next item at most this long; empty if none came, or it has ended.
  Optional<T> poll(Duration timeout) throws InterruptedException {
    if (!timeout.isPositive()) {
      return await(Long.MIN_VALUE);
    }
    Thread caller = Thread.currentThread();
    long deadlineNanos = time.nanoTime() + timeout.toNanos();
    Time.Timer timer = time.schedule(timeout, () -> LockSupport.unpark(caller));
    try {
      return await(deadlineNanos);
    } finally {
      timer.cancel();
    }
  }

  /// @param deadlineNanos the largest number for never, the smallest for now
  private Optional<T> await(long deadlineNanos) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        leave();
        throw new InterruptedException("while waiting for what comes next");
      }
      @Nullable Thread woken = null;
      lock.lock();
      try {
        waiting.remove(Thread.currentThread());
        @Nullable T item = items.poll();
        if (item != null || ended || isOver(deadlineNanos)) {
          woken = nextToWake();
          return Optional.ofNullable(item);
        }
        waiting.add(Thread.currentThread());
      } finally {
        lock.unlock();
        LockSupport.unpark(woken);
      }
      LockSupport.park(this);
    }
  }

  private boolean isOver(long deadlineNanos) {
    return deadlineNanos == Long.MIN_VALUE
        || (deadlineNanos != Long.MAX_VALUE && time.nanoTime() - deadlineNanos >= 0);
  }

  /// The caller waits no more; if it was woken for an item, another one is.
  private void leave() {
    @Nullable Thread woken;
    lock.lock();
    try {
      waiting.remove(Thread.currentThread());
      woken = nextToWake();
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(woken);
  }

  private @Nullable Thread nextToWake() {
    return items.isEmpty() ? null : waiting.poll();
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ended && items.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// What is done to the items.
  interface Change<T> {
    void apply(ArrayDeque<T> items);
  }
}

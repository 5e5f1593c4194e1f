package dev.moonpool.actors.catalog;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationState;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Deactivates the actors of one type that have been idle for its timeout.
///
/// An idle actor has no timer of its own. It stands in a ring of buckets, linked through itself, at
/// the time when it could first be idle; when that time comes it is deactivated, or put where its
/// last message says. So it is looked at once for each timeout, and the end comes between one and
/// nine eighths of the timeout after the last message.
///
/// Threads: any thread adds, the timer sweeps.
public final class Collector {
  private static final int BUCKETS_PER_TIMEOUT = 8;

  /// More than the buckets of one timeout, so that the one in which is swept is never added to.
  private static final int BUCKETS = 16;

  private final Time time;
  private final long timeoutNanos;
  private final long bucketNanos;
  private final long originNanos;
  private final AtomicReferenceArray<@Nullable Activation> ring =
      new AtomicReferenceArray<>(BUCKETS);
  private final AtomicBoolean armed = new AtomicBoolean();
  private volatile boolean closed;

  /// The next bucket to sweep; by the timer only, and by whoever arms it while it is not armed.
  private long nextTick;

  /// @param idleTimeout how long without messages is idle
  public Collector(Time time, Duration idleTimeout) {
    this.time = time;
    this.timeoutNanos = idleTimeout.toNanos();
    this.bucketNanos = Math.max(1, timeoutNanos / BUCKETS_PER_TIMEOUT);
    this.originNanos = time.nanoTime();
  }

  /// Watches an activation from now on.
  public void add(Activation activation) {
    link(activation, dueTick(activation));
    arm();
  }

  /// Stops for good.
  public void close() {
    closed = true;
  }

  private long dueTick(Activation activation) {
    long due = activation.lastActiveNanos() + timeoutNanos - originNanos;
    return due / bucketNanos + 1;
  }

  private void link(Activation activation, long tick) {
    int index = (int) (tick % BUCKETS);
    Activation first;
    do {
      first = ring.get(index);
      activation.nextInBucket(first);
    } while (!ring.compareAndSet(index, first, activation));
  }

  private void arm() {
    if (!closed && armed.compareAndSet(false, true)) {
      nextTick = (time.nanoTime() - originNanos) / bucketNanos + 1;
      schedule();
    }
  }

  private void schedule() {
    long delay = originNanos + nextTick * bucketNanos - time.nanoTime();
    time.schedule(Duration.ofNanos(Math.max(0, delay)), this::sweep);
  }

  private void sweep() {
    if (closed) {
      return;
    }
    long now = time.nanoTime();
    long last = (now - originNanos) / bucketNanos;
    for (int swept = 0; nextTick <= last && swept < BUCKETS; swept++) {
      sweepBucket((int) (nextTick % BUCKETS), now);
      nextTick++;
    }
    nextTick = last + 1;
    armed.set(false);
    if (!isEmpty()) {
      arm();
    }
  }

  private void sweepBucket(int index, long now) {
    Activation activation = ring.getAndSet(index, null);
    while (activation != null) {
      Activation next = activation.nextInBucket();
      activation.nextInBucket(null);
      look(activation, now);
      activation = next;
    }
  }

  private void look(Activation activation, long now) {
    if (activation.state() == ActivationState.INVALID) {
      return;
    }
    boolean over = now - activation.lastActiveNanos() >= timeoutNanos;
    if (over && activation.isIdle()) {
      activation.deactivate(DeactivationReason.IDLE_TIMEOUT);
      // It may be refused because a message came first: then it is looked at again.
      link(activation, (now - originNanos) / bucketNanos + BUCKETS_PER_TIMEOUT + 1);
    } else if (over) {
      link(activation, (now - originNanos) / bucketNanos + 1);
    } else {
      link(activation, dueTick(activation));
    }
  }

  private boolean isEmpty() {
    for (int i = 0; i < BUCKETS; i++) {
      if (ring.get(i) != null) {
        return false;
      }
    }
    return true;
  }
}

package dev.moonpool.actors.catalog;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationState;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Deactivates the actors of one type that have been idle for its timeout.
///
/// An idle actor has no timer of its own. It stands in a ring of buckets, linked through itself, at
/// the time when it could first be idle; when that time comes it is deactivated, or put where its
/// last message says. So it is looked at once for each timeout, and the end comes between one and
/// nine eighths of the timeout after the last message (a little later for timeouts below 8 ms).
///
/// Those that ended by themselves would stay in the ring until their time comes. When they are more
/// than the living, all are taken out at once.
///
/// Threads: any thread adds, the timer sweeps.
public final class Collector {
  private static final int BUCKETS_PER_TIMEOUT = 8;

  /// More than the buckets of one timeout, so that the one in which is swept is never added to.
  private static final int BUCKETS = 16;

  /// Shorter buckets would keep the timer busy with nothing else.
  private static final long BUCKET_NANOS_MIN = 1_000_000;

  /// 73 years; more would overflow.
  private static final long TIMEOUT_NANOS_MAX = 1L << 61;

  /// Fewer are not worth a walk through the ring.
  private static final int ENDED_MIN = 1_024;

  private final Time time;
  private final long timeoutNanos;
  private final long bucketNanos;
  private final long originNanos;
  private final AtomicReferenceArray<@Nullable Activation> ring =
      new AtomicReferenceArray<>(BUCKETS);
  private final AtomicBoolean armed = new AtomicBoolean();
  private final AtomicInteger watched = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicBoolean purging = new AtomicBoolean();
  private volatile boolean closed;

  /// The next bucket to sweep; by the timer only, and by whoever arms it while it is not armed.
  private long nextTick;

  /// @param idleTimeout how long without messages is idle
  public Collector(Time time, Duration idleTimeout) {
    this.time = time;
    this.timeoutNanos = Math.min(TIMEOUT_NANOS_MAX, TimeUnit.NANOSECONDS.convert(idleTimeout));
    this.bucketNanos = Math.max(BUCKET_NANOS_MIN, timeoutNanos / BUCKETS_PER_TIMEOUT);
    this.originNanos = time.nanoTime();
  }

  /// Watches an activation from now on.
  public void add(Activation activation) {
    watched.getAndIncrement();
    link(activation, dueTick(activation));
    arm();
  }

  /// One of those that are watched ends. Once for each.
  public void ended() {
    int endedNow = ended.incrementAndGet();
    boolean many = endedNow >= ENDED_MIN && endedNow > watched.get() / 2;
    if (many && !closed && purging.compareAndSet(false, true)) {
      time.schedule(Duration.ZERO, this::purge);
    }
  }

  /// How many activations stand in the ring, those included that have ended by themselves.
  public int watched() {
    return watched.get();
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
    if (isEmpty()) {
      armed.set(false);
      if (isEmpty() || !armed.compareAndSet(false, true)) {
        return; // nothing to watch, or somebody who added has armed it again
      }
    }
    schedule();
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
    if (isOver(activation)) {
      forget();
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

  /// Takes out what has ended. By the timer, so never during a sweep.
  private void purge() {
    purging.set(false);
    for (int i = 0; i < BUCKETS; i++) {
      Activation activation = ring.getAndSet(i, null);
      while (activation != null) {
        Activation next = activation.nextInBucket();
        activation.nextInBucket(null);
        if (isOver(activation)) {
          forget();
        } else {
          link(activation, i);
        }
        activation = next;
      }
    }
  }

  private void forget() {
    watched.getAndDecrement();
    ended.getAndDecrement();
  }

  private static boolean isOver(Activation activation) {
    ActivationState state = activation.state();
    return state == ActivationState.DEACTIVATING || state == ActivationState.INVALID;
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

package dev.moonpool.simulation.kernel;

import dev.moonpool.foundation.Time;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// An event in the queue that can be taken back.
///
/// It is what [Time#schedule] returns and, because the JDK asks a scheduler for one when it parks a
/// virtual thread for a time, a `ScheduledFuture` as well; nobody waits for it.
final class SimTimer implements Runnable, Time.Timer, ScheduledFuture<Object> {
  private final Kernel kernel;
  private final Runnable action;
  private final long dueNanos;
  private int place = -1;
  private boolean cancelled;

  SimTimer(Kernel kernel, Runnable action, long dueNanos) {
    this.kernel = kernel;
    this.action = action;
    this.dueNanos = dueNanos;
  }

  int place() {
    return place;
  }

  void place(int place) {
    this.place = place;
  }

  @Override
  public void run() {
    action.run();
  }

  @Override
  public void cancel() {
    kernel.assertDriver();
    if (place >= 0) {
      cancelled = true;
      kernel.remove(this);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    cancel();
    return cancelled;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean isDone() {
    return place < 0;
  }

  @Override
  public Object get() {
    throw new UnsupportedOperationException("a simulated timer has no result to wait for");
  }

  @Override
  public Object get(long timeout, TimeUnit unit) {
    return get();
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(dueNanos - kernel.now(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}

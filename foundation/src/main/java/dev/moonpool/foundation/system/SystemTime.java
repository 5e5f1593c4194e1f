package dev.moonpool.foundation.system;

import dev.moonpool.foundation.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The JDK's clocks, and timers on one platform thread.
///
/// The thread is a platform thread so that busy virtual threads cannot delay a timer.
final class SystemTime implements Time, AutoCloseable {
  private static final Logger LOG = System.getLogger(SystemTime.class.getName());

  private final ScheduledThreadPoolExecutor timers;

  SystemTime() {
    timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("moonpool-timer").daemon().factory());
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    ScheduledFuture<?> future =
        timers.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable t) {
      LOG.log(Level.ERROR, "a timer's action failed", t);
    }
  }
}

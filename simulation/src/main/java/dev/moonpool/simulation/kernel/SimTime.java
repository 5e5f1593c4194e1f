package dev.moonpool.simulation.kernel;

import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// The virtual clock as one incarnation sees it, and its timers.
final class SimTime implements Time {
  /// When every world begins: the first day of 2026, UTC.
  private static final Instant EPOCH = Instant.ofEpochSecond(1_767_225_600L);

  private final Kernel kernel;
  private final Incarnation life;
  private final long originNanos;

  SimTime(Kernel kernel, Incarnation life, Randomness randomness) {
    this.kernel = kernel;
    this.life = life;
    // Different for each life, so that a reading sent to another process means nothing there, as in
    // production.
    this.originNanos = randomness.nextLong() >>> 12;
  }

  @Override
  public long nanoTime() {
    kernel.assertDriver();
    return originNanos + kernel.now();
  }

  @Override
  public Instant now() {
    kernel.assertDriver();
    return EPOCH.plusNanos(kernel.now());
  }

  @Override
  public boolean isVirtual() {
    return true;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    kernel.assertDriver();
    Thread sleeping = Thread.currentThread();
    if (!sleeping.isVirtual()) {
      throw new IllegalStateException("only a task may sleep, not a timer or an event loop");
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before sleeping " + DurationText.of(duration));
    }
    Sleeper sleeper = new Sleeper(sleeping, kernel.now() + nanos(duration));
    SimTimer timer = kernel.timer(nanos(duration), sleeper, life);
    while (!sleeper.due) {
      LockSupport.park(sleeper);
      if (Thread.interrupted()) {
        timer.cancel();
        throw new InterruptedException("interrupted while sleeping " + DurationText.of(duration));
      }
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    kernel.assertDriver();
    return kernel.timer(nanos(delay), () -> fire(action), life);
  }

  private void fire(Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) {
      kernel.uncaught(life.name() + "/timer", failure);
    }
  }

  private static long nanos(Duration duration) {
    // Some 146 years: whoever waits longer waits for ever.
    return duration.getSeconds() > Long.MAX_VALUE / 2_000_000_000L
        ? Long.MAX_VALUE / 2
        : duration.toNanos();
  }

  /// A task that sleeps; what its thread parks on.
  static final class Sleeper implements Runnable {
    private final Thread sleeping;
    private final long untilNanos;
    private boolean due;

    Sleeper(Thread sleeping, long untilNanos) {
      this.sleeping = sleeping;
      this.untilNanos = untilNanos;
    }

    @Override
    public void run() {
      due = true;
      LockSupport.unpark(sleeping);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "the clock at %.6f ms", untilNanos / 1e6);
    }
  }
}

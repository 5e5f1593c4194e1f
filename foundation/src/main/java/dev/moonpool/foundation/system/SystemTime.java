package dev.moonpool.foundation.system;

import dev.moonpool.foundation.ClosedProvidersException;
import dev.moonpool.foundation.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The JDK's clocks, and timers on one platform thread.
///
/// The thread is a platform thread so that busy virtual threads cannot delay a timer. It owns the
/// turning of a [TimingWheel] with ticks of about a millisecond, parks until the wheel next has
/// something to do, and runs the actions outside the lock. A timer fires at the first tick that
/// begins after its delay: never early, and up to a tick plus the wake-up of a thread late.
final class SystemTime implements Time, AutoCloseable {
  private static final Logger LOG = System.getLogger(SystemTime.class.getName());

  /// A tick is 2^20 ns: 1.05 ms. Finer ticks would wake the thread more often than it can usefully
  /// be woken; coarser ones would show in short timeouts.
  private static final int TICK_SHIFT = 20;

  /// A delay that no process lives to see the end of; longer ones are cut to it so that sums do not
  /// overflow. 73 years.
  private static final long DELAY_NANOS_MAX = 1L << 61;

  private final long origin = System.nanoTime();
  private final ReentrantLock lock = new ReentrantLock();
  private final TimingWheel wheel = new TimingWheel(); // guarded by lock
  private long wakeTick = TimingWheel.NONE; // guarded by lock; when the thread looks again
  private boolean closed; // guarded by lock
  private final Set<Runnable> onClose = new LinkedHashSet<>(); // guarded by lock
  private final Thread thread;

  SystemTime() {
    thread = Thread.ofPlatform().name("moonpool-timer").daemon().start(this::turn);
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
    long dueNanos = System.nanoTime() - origin + Math.clamp(nanos(delay), 0, DELAY_NANOS_MAX);
    long tick = (dueNanos + (1L << TICK_SHIFT) - 1) >>> TICK_SHIFT;
    WheelTimer timer = new WheelTimer(this, action);
    boolean sooner;
    lock.lock();
    try {
      if (closed) {
        throw new ClosedProvidersException("no timer can be set: these providers are closed");
      }
      wheel.add(timer, tick);
      sooner = timer.tick() < wakeTick;
      if (sooner) {
        wakeTick = timer.tick();
      }
    } finally {
      lock.unlock();
    }
    if (sooner) {
      LockSupport.unpark(thread);
    }
    return timer;
  }

  @Override
  public Timer onClose(Runnable action) {
    Runnable own = action::run; // equal to no other, so that each is forgotten by itself
    lock.lock();
    try {
      onClose.add(own);
    } finally {
      lock.unlock();
    }
    return () -> forget(own);
  }

  private void forget(Runnable action) {
    lock.lock();
    try {
      onClose.remove(action);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    List<Runnable> told;
    lock.lock();
    try {
      closed = true;
      told = List.copyOf(onClose);
      onClose.clear();
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(thread);
    told.forEach(Runnable::run);
  }

  /// How many timers are set; for tests.
  int pending() {
    lock.lock();
    try {
      return wheel.size();
    } finally {
      lock.unlock();
    }
  }

  /// The timer thread's life.
  private void turn() {
    while (true) {
      TimingWheel.Entry due;
      long wake;
      lock.lock();
      try {
        if (closed) {
          return;
        }
        due = wheel.advance((System.nanoTime() - origin) >>> TICK_SHIFT);
        wake = wheel.nextTick();
        // While it runs what is due it looks again anyway.
        wakeTick = due == null ? wake : 0;
      } finally {
        lock.unlock();
      }
      if (due == null) {
        park(wake);
      } else {
        run(due);
      }
      Thread.interrupted(); // an action's leftover would make the next park return at once
    }
  }

  private void park(long wake) {
    if (wake == TimingWheel.NONE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, (wake << TICK_SHIFT) - (System.nanoTime() - origin));
    }
  }

  private static void run(TimingWheel.@Nullable Entry first) {
    TimingWheel.Entry entry = first;
    while (entry != null) {
      TimingWheel.Entry after = TimingWheel.following(entry);
      ((WheelTimer) entry).fire();
      entry = after;
    }
  }

  private static long nanos(Duration delay) {
    try {
      return delay.toNanos();
    } catch (ArithmeticException e) {
      return delay.isNegative() ? 0 : DELAY_NANOS_MAX;
    }
  }

  /// One timer. Whoever takes it out of `PENDING` decides: the timer thread fires it, or [#cancel]
  /// stops it.
  private static final class WheelTimer extends TimingWheel.Entry implements Timer {
    private static final int PENDING = 0;
    private static final int FIRED = 1;
    private static final int CANCELLED = 2;

    private final SystemTime time;
    private final AtomicInteger state = new AtomicInteger(PENDING);
    private @Nullable Runnable action; // given up by whoever left PENDING, so that it can be freed

    WheelTimer(SystemTime time, Runnable action) {
      this.time = time;
      this.action = action;
    }

    void fire() {
      Runnable given = action;
      if (given != null && state.compareAndSet(PENDING, FIRED)) {
        action = null;
        try {
          given.run();
        } catch (Throwable t) {
          LOG.log(Level.ERROR, "a timer's action failed", t);
        }
      }
    }

    @Override
    public void cancel() {
      if (state.compareAndSet(PENDING, CANCELLED)) {
        action = null;
        time.lock.lock();
        try {
          time.wheel.remove(this);
        } finally {
          time.lock.unlock();
        }
      }
    }
  }
}

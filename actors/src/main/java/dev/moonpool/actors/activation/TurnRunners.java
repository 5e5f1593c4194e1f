package dev.moonpool.actors.activation;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Time;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The virtual threads on which a node's turns run: a few that are kept, because to start and end
/// one costs more than most turns.
///
/// Activations that have something to do stand in one queue. A runner takes one, runs its batch and
/// takes the next, so that while handlers do not block, as many runners as there are carriers serve
/// everyone without a switch of threads. Nobody needs to know whether a handler blocks: whoever
/// puts an activation into the queue wakes a runner, unless one was woken that has not looked yet;
/// and a runner that takes one activation and sees another wakes the next runner before it begins.
/// So no activation waits for a handler of another.
///
/// A runner that finds nothing looks on for a moment, giving way to others, before it parks: to
/// wake it
/// on another processor would take longer. One at a time does, and counts as woken meanwhile.
///
/// No wake-up is lost: a runner clears [#signalled] before it looks into the queue, and whoever
/// puts something there reads it afterwards.
///
/// What a handler leaves behind in its thread is seen by others that run there later: of that, the
/// interrupt is cleared, thread locals are not.
///
/// Threads: anyone executes; the runners are tasks of the node.
public final class TurnRunners implements Executor {
  /// How many idle runners are kept. A burst of handlers that block leaves more, which end.
  static final int IDLE_MAX = 256;

  /// How long one idle runner looks for more before it parks: about the time of a park and a
  /// wake-up
  /// across processors, so that looking costs at most as much as it may save.
  private static final long LOOK_NANOS = 20_000;

  private static final int LOOKS_PER_YIELD = 32;

  private final Executor threads;
  private final Time time;
  private final boolean looks;
  private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();

  /// Whether a runner was woken that has not looked into the queue since.
  private final AtomicBoolean signalled = new AtomicBoolean();

  private final AtomicReference<@Nullable Idle> idle = new AtomicReference<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private volatile boolean closed;

  /// None yet.
  ///
  /// @param threads starts a virtual thread for each command
  /// @param time for fault points
  /// @param parallelism how many tasks can run at the same instant
  public TurnRunners(Executor threads, Time time, int parallelism) {
    this.time = time;
    this.looks = parallelism > 1;
    this.threads = threads;
  }

  @Override
  public void execute(Runnable activation) {
    ready.offer(activation);
    signal();
  }

  /// Ends the runners that are idle; the others end as they become idle. What is executed later
  /// still runs.
  public void close() {
    closed = true;
    for (Runner runner = takeIdle(); runner != null; runner = takeIdle()) {
      runner.wake();
    }
  }

  private void signal() {
    if (!signalled.get() && signalled.compareAndSet(false, true)) {
      try {
        Runner runner = takeIdle();
        if (runner == null) {
          threads.execute(new Runner());
        } else {
          runner.wake();
        }
      } catch (Throwable e) {
        // Nobody was woken, for instance because the caller's stack or the heap has no room left.
        // If it stayed noted that somebody was, no actor of the node would ever run again.
        signalled.set(false);
        throw e;
      }
    }
  }

  private @Nullable Runner takeIdle() {
    while (true) {
      Idle top = idle.get();
      if (top == null) {
        return null;
      }
      if (idle.compareAndSet(top, top.below)) {
        idleCount.getAndDecrement();
        return top.runner;
      }
    }
  }

  private boolean addIdle(Runner runner) {
    if (closed || idleCount.get() >= IDLE_MAX) {
      return false;
    }
    idleCount.getAndIncrement();
    Idle top;
    do {
      top = idle.get();
    } while (!idle.compareAndSet(top, new Idle(runner, top)));
    return true;
  }

  /// A link of the stack of idle runners; a fresh one each time, so that it knows no ABA.
  private record Idle(Runner runner, @Nullable Idle below) {}

  /// One thread.
  private final class Runner implements Runnable {
    private volatile @Nullable Thread thread;
    private volatile boolean woken;

    @Override
    public void run() {
      thread = Thread.currentThread();
      Turn.bindThread(this::work, () -> looks && ready.isEmpty());
    }

    private void work() {
      do {
        do {
          signalled.set(false);
          serve();
        } while (lookOn());
      } while (awaitWork());
    }

    /// Looks for more for a moment, if no other runner does.
    ///
    /// @return whether there may be something
    private boolean lookOn() {
      if (!looks || !signalled.compareAndSet(false, true)) {
        return false;
      }
      long end = time.nanoTime() + LOOK_NANOS;
      do {
        for (int i = 0; i < LOOKS_PER_YIELD; i++) {
          if (!ready.isEmpty()) {
            return true;
          }
          Thread.onSpinWait();
        }
        Thread.yield();
      } while (time.nanoTime() < end && !closed);
      signalled.set(false);
      return !ready.isEmpty(); // what came before this was not signalled
    }

    private void serve() {
      for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
        if (!ready.isEmpty()) {
          signal();
        }
        // In a simulated world the next one may have to wait: the order of turns stays the seed's.
        FaultPoint.delay("activation.between-runs", time);
        next.run();
        if (Thread.interrupted()) {
          Coverage.reached("turn.left-an-interrupt");
        }
      }
    }

    /// Waits until there may be something to do.
    ///
    /// @return false if this runner is not needed any more
    private boolean awaitWork() {
      woken = false;
      if (!addIdle(this)) {
        return false;
      }
      if (closed) {
        close(); // which may have come before this one was among the idle
      }
      while (!woken) {
        LockSupport.park(this);
      }
      return true;
    }

    void wake() {
      woken = true;
      LockSupport.unpark(thread);
    }
  }
}

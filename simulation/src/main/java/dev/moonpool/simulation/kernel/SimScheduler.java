package dev.moonpool.simulation.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// What the virtual threads of one incarnation believe to be their pool.
///
/// It never starts a thread: what is to run becomes an event. It has to be a `ForkJoinPool` because
/// JDK 25 sends timed parks to a scheduler's `schedule` only if it is one, and to a thread on the
/// real clock otherwise. They fail the seed: `Time` waits without one, and whatever else waits for
/// a time reads the real clock when it wakes and waits again, as often as that takes.
final class SimScheduler extends ForkJoinPool {
  private static final StackTraceElement[] NO_STACK = {};

  private final Kernel kernel;
  private final Incarnation life;

  SimScheduler(Kernel kernel, Incarnation life) {
    super(1);
    this.kernel = kernel;
    this.life = life;
  }

  @Override
  public void execute(Runnable task) {
    if (!kernel.onDriver()) {
      kernel.noteForeign(() -> life.task(sleeping -> sleeping.runsBy(task)));
    } else if (life.isAlive()) {
      kernel.soon(task, life);
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    kernel.assertDriver();
    // Not before this event is over does the thread stand where its stack can be read.
    kernel.at(kernel.now(), this::reportTimedWait, life);
    return kernel.timer(unit.toNanos(delay), command, life);
  }

  private void reportTimedWait() {
    SimTask waiting = life.task(SimTask::waitsTimed);
    if (waiting == null) {
      kernel.timedWait(life.name() + "/a thread that Tasks has not started", NO_STACK);
    } else {
      kernel.timedWait(waiting.path(), waiting.stack());
    }
  }

  @Override
  public <T> ForkJoinTask<T> externalSubmit(ForkJoinTask<T> task) {
    execute((Runnable) task::quietlyInvoke);
    return task;
  }

  @Override
  public <T> ForkJoinTask<T> lazySubmit(ForkJoinTask<T> task) {
    return externalSubmit(task);
  }
}

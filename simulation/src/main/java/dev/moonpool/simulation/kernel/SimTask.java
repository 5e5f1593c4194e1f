package dev.moonpool.simulation.kernel;

import dev.moonpool.foundation.Task;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A task of an incarnation: a virtual thread that is known to the reports.
final class SimTask implements Runnable, Task {
  private final Incarnation life;
  private final String name;
  private final Runnable body;
  private @Nullable Thread thread;

  /// The tasks of one incarnation form a list, from newest to oldest.
  @Nullable SimTask older;

  @Nullable SimTask newer;

  SimTask(Incarnation life, String name, Runnable body) {
    this.life = life;
    this.name = name;
    this.body = body;
  }

  void startOn(Thread.Builder.OfVirtual builder) {
    if (!life.isAlive()) {
      return;
    }
    long ordinal = life.joined(this);
    Kernel kernel = life.kernel();
    kernel.mix(ordinal);
    Thread started = builder.name(name).unstarted(this);
    thread = started;
    started.start();
  }

  @Override
  public void run() {
    try {
      body.run();
    } catch (Throwable failure) {
      life.kernel().uncaught(life.name() + "/" + name, failure);
    } finally {
      life.left(this);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void join() throws InterruptedException {
    life.kernel().assertDriver();
    if (!Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("only a task may wait for task " + name);
    }
    if (thread != null) {
      thread.join();
    }
  }

  @Override
  public void interrupt() {
    life.kernel().assertDriver();
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isDone() {
    return thread == null || !thread.isAlive();
  }

  /// Its stack now; empty if it has none.
  StackTraceElement[] stack() {
    Thread shown = thread;
    return shown == null ? new StackTraceElement[0] : shown.getStackTrace();
  }

  /// Whether it stands in a wait of the JDK's with a time limit.
  boolean waitsTimed() {
    Thread shown = thread;
    return shown != null && shown.getState() == Thread.State.TIMED_WAITING;
  }

  /// Whether it is what the driver runs at this moment: neither waiting nor queued.
  boolean isMounted() {
    Thread shown = thread;
    if (shown == null || shown.getState() != Thread.State.RUNNABLE) {
      return false;
    }
    StackTraceElement[] frames = shown.getStackTrace();
    return frames.length > 0 && !frames[0].getClassName().equals("java.lang.VirtualThread");
  }

  /// Whether `continuation` is what its thread gives to its scheduler.
  boolean runsBy(Runnable continuation) {
    Thread shown = thread;
    return shown != null && SchedulerHook.isContinuationOf(shown, continuation);
  }

  /// How reports call it.
  String path() {
    return life.name() + "/" + name;
  }

  void describe(StringBuilder text) {
    Thread shown = thread;
    if (shown == null) {
      return;
    }
    text.append(path()).append(" (").append(shown.getState());
    Object blocker = LockSupport.getBlocker(shown);
    if (blocker instanceof SimTime.Sleeper) {
      text.append(", waits for ").append(blocker);
    } else if (blocker != null) {
      text.append(", waits for ").append(blocker.getClass().getName());
    }
    text.append(")\n");
    for (StackTraceElement frame : shown.getStackTrace()) {
      text.append("    at ").append(frame).append('\n');
    }
  }
}

package dev.moonpool.simulation.kernel;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.simulation.trace.Checkpoints;
import dev.moonpool.simulation.trace.LineKind;
import dev.moonpool.simulation.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The virtual clock, the queue of what happens next, and the digest of what has happened.
///
/// An event is a time, a sequence number, an action and the incarnation that it belongs to; the
/// events of an incarnation that has ended are dropped. A runnable that is due *now* (a virtual
/// thread that may go on, a task of an event loop) is queued a tiny random while ahead: that is how
/// the seed decides which of several runnables goes first, and why time moves even where nothing
/// waits.
public final class Kernel {
  private final EventQueue queue = new EventQueue();
  private final List<Incarnation> incarnations = new ArrayList<>();
  private final AtomicReference<@Nullable Foreign> foreign = new AtomicReference<>();
  private final Checkpoints checkpoints = new Checkpoints();
  private final Judge judge;
  private final Randomness root;
  private final Dice jitter;
  private final int jitterShift;

  private Thread driver = Thread.currentThread();
  private long now;
  private long sequence;
  private long steps;
  private long hash;
  private boolean pauseAsked;
  private volatile boolean over;
  private @Nullable Incarnation current;
  private @Nullable Runnable afterEvent;
  private @Nullable Trace trace;

  /// A world at time zero.
  ///
  /// @param seed decides everything
  /// @param judge is told of what nobody caught
  public Kernel(long seed, Judge judge) {
    SchedulerHook.check();
    this.judge = judge;
    this.root = Randomness.seeded(seed);
    this.hash = seed;
    this.jitter = new Dice(root.split("scheduler").nextLong());
    // How far apart runnables may be shuffled differs between seeds: 64 ns, 1 µs, 16 µs.
    this.jitterShift = 50 + 4 * jitter.below(3);
  }

  /// The root of the seed's tree of random generators.
  public Randomness randomness() {
    return root;
  }

  /// Virtual nanoseconds since the world began.
  public long now() {
    return now;
  }

  /// How many events have happened.
  public long steps() {
    return steps;
  }

  /// The digest of all that has happened.
  public long hash() {
    return hash;
  }

  /// Whose event is happening now; null for the world's own.
  public @Nullable Incarnation current() {
    return current;
  }

  /// Is run after every event; null for nothing.
  public void afterEvent(@Nullable Runnable action) {
    this.afterEvent = action;
  }

  /// Keeps lines of trace from now on.
  ///
  /// @param whole whether to keep every line; else only what a report shows
  public void recordTrace(boolean whole) {
    if (trace == null) {
      trace = new Trace(whole);
    }
  }

  /// Whether every line of trace is kept; ask before building one about bytes.
  public boolean recordsTrace() {
    return trace != null && trace.isWhole();
  }

  /// Adds a line about the course of the world to the trace, if lines are kept.
  public void line(String who, String what) {
    line(LineKind.WORLD, who, what);
  }

  /// Adds a line to the trace, if lines are kept. Does not touch the digest.
  public void line(LineKind kind, String who, String what) {
    Trace kept = trace;
    if (kept != null) {
      kept.add(kind, steps, now, who, what);
    }
  }

  /// Adds a line about bytes or connections to the trace; ask [#recordsTrace] before.
  public void networkLine(String who, String what) {
    line(LineKind.NETWORK, who, what);
  }

  /// The trace so far, or null if no lines are kept.
  public @Nullable Trace trace() {
    return trace;
  }

  /// The digest at regular steps.
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /// Mixes `value` into the digest.
  public void mix(long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    hash = mixed ^ (mixed >>> 29);
  }

  /// Lets `action` happen at `time`, for the world or for an incarnation.
  public void at(long time, Runnable action, @Nullable Incarnation owner) {
    queue.add(Math.max(time, now), sequence++, action, owner);
  }

  /// Lets `action` happen now, in an order among others that the seed decides.
  public void soon(Runnable action, @Nullable Incarnation owner) {
    queue.add(now + 1 + (jitter.next() >>> jitterShift), sequence++, action, owner);
  }

  /// Lets `action` happen `delayNanos` from now, never before, unless it is cancelled.
  SimTimer timer(long delayNanos, Runnable action, Incarnation owner) {
    long wanted = now + Math.max(0, delayNanos) + 1 + (jitter.next() >>> jitterShift);
    long due = wanted < now ? Long.MAX_VALUE : wanted;
    SimTimer timer = new SimTimer(this, action, due);
    queue.add(due, sequence++, timer, owner);
    return timer;
  }

  void remove(SimTimer timer) {
    queue.remove(timer);
  }

  /// Begins a life of the process `name`.
  ///
  /// @param hostId the number of its host, for digests
  /// @param number which life it is, from 1
  public Incarnation incarnation(String name, int hostId, int number) {
    Incarnation life = new Incarnation(this, name, hostId, number);
    incarnations.add(life);
    return life;
  }

  void ended(Incarnation life) {
    incarnations.remove(life);
  }

  /// The lives that have not ended.
  public List<Incarnation> incarnations() {
    return incarnations;
  }

  /// Lets events happen on the calling thread until somebody asks for a pause, nothing is left, or
  /// the next event lies behind `deadline`.
  public Pause run(long deadline) {
    driver = Thread.currentThread();
    if (driver.isVirtual()) {
      throw new IllegalStateException(
          "a world is driven by a platform thread, not by the virtual thread " + driver.getName());
    }
    while (true) {
      if (over) {
        throw new IllegalStateException("this world was abandoned");
      }
      if (foreign.get() != null) {
        reportForeign();
        return Pause.ASKED;
      }
      if (pauseAsked) {
        pauseAsked = false;
        return Pause.ASKED;
      }
      if (queue.isEmpty()) {
        return Pause.EMPTY;
      }
      if (queue.headTime() > deadline) {
        now = Math.max(now, deadline);
        return Pause.DEADLINE;
      }
      step();
    }
  }

  private void step() {
    now = queue.headTime();
    Runnable action = queue.headAction();
    Incarnation owner = queue.headOwner();
    queue.removeHead();
    if (owner != null && !owner.isAlive()) {
      return;
    }
    steps++;
    current = owner;
    mix(now + (owner == null ? 0 : owner.digest()));
    action.run();
    Runnable after = afterEvent;
    if (after != null) {
      after.run();
    }
    if ((steps & (Checkpoints.EVERY - 1)) == 0) {
      checkpoints.add(hash);
    }
  }

  /// Makes [#run] return after the event that now happens.
  public void pause() {
    pauseAsked = true;
  }

  /// Ends the world: what foreign threads do to it from now on is ignored.
  public void end() {
    over = true;
    afterEvent = null;
  }

  /// Waits a moment of real time for a foreign thread to show itself. A world in which nothing is
  /// left to happen may wait for a thread that it knows nothing of, and to name that thread is
  /// worth more than to report a deadlock.
  ///
  /// @return whether one did; the judge has been told
  public boolean awaitForeign() {
    for (int i = 0; i < 40 && foreign.get() == null; i++) {
      Watchdog.rest();
    }
    if (foreign.get() == null) {
      return false;
    }
    reportForeign();
    return true;
  }

  private void reportForeign() {
    Foreign seen = foreign.get();
    if (seen != null) {
      SimTask woken = seen.woken == null ? null : seen.woken.get();
      judge.foreign(seen.stack, woken == null ? new StackTraceElement[0] : woken.stack(), woken);
    }
  }

  /// Whether the caller is the driver or a task on it.
  public boolean onDriver() {
    Thread caller = Thread.currentThread();
    return caller == driver || (caller.isVirtual() && SchedulerHook.carrier() == driver);
  }

  /// Whether `thread` is the driver itself.
  public boolean isDriver(Thread thread) {
    return thread == driver;
  }

  /// Demands that the caller is the driver or a task on it.
  ///
  /// @throws IllegalStateException if not; the seed fails as well
  public void assertDriver() {
    if (!onDriver()) {
      throw noteForeign();
    }
  }

  /// Fails the seed because the current thread is not the driver.
  IllegalStateException noteForeign() {
    return noteForeign(null);
  }

  /// Fails the seed because the current thread is not the driver and woke a task.
  IllegalStateException noteForeign(@Nullable Supplier<@Nullable SimTask> woken) {
    Thread caller = Thread.currentThread();
    if (Watchdog.isAbandoned(caller.isVirtual() ? SchedulerHook.carrier() : caller)) {
      return new IllegalStateException("the world of this task was abandoned");
    }
    IllegalStateException stack =
        new IllegalStateException(
            "thread '"
                + caller.getName()
                + "' of "
                + (caller.getThreadGroup() == null ? "?" : caller.getThreadGroup().getName())
                + " touched the simulated world; only tasks started through Tasks may");
    if (!over) {
      foreign.compareAndSet(null, new Foreign(stack, woken));
    }
    return stack;
  }

  /// Fails the seed because nobody caught `failure`.
  public void uncaught(String where, Throwable failure) {
    judge.uncaught(where, failure);
  }

  /// Fails the seed because a task waits by the real clock.
  void timedWait(String task, StackTraceElement[] stack) {
    judge.timedWait(task, stack);
  }

  /// The stack of what the driver runs at this moment; from another thread, while it stands still.
  public StackTraceElement[] runningStack() {
    for (Incarnation life : incarnations) {
      SimTask task = life.task(SimTask::isMounted);
      if (task != null) {
        return task.stack();
      }
    }
    return driver.getStackTrace();
  }

  /// The stack of every living task, and what it waits for.
  public String describeTasks() {
    StringBuilder text = new StringBuilder();
    for (Incarnation life : incarnations) {
      life.eachTask(task -> task.describe(text));
    }
    return text.isEmpty() ? "no task is left\n" : text.toString();
  }

  Thread driver() {
    return driver;
  }

  /// Makes `thread` the one that may touch this world.
  void driver(Thread thread) {
    this.driver = thread;
  }

  /// Why [#run] returned.
  public enum Pause {
    /// Somebody asked for it.
    ASKED,
    /// The next event lies behind the deadline.
    DEADLINE,
    /// Nothing is left that could happen.
    EMPTY
  }

  /// Who is told of what must fail the seed.
  public interface Judge {
    /// Nobody caught `failure` in the task or loop `where`.
    void uncaught(String where, Throwable failure);

    /// A thread from outside touched the world; `stack` shows where.
    ///
    /// @param waited the stack of the task that it woke; empty if it woke none
    /// @param woken that task, for its name
    void foreign(Throwable stack, StackTraceElement[] waited, @Nullable Task woken);

    /// A task waits with a time limit of the JDK's, which reads the real clock.
    ///
    /// @param stack of that task
    void timedWait(String task, StackTraceElement[] stack);
  }

  /// What a foreign thread did first.
  private record Foreign(Throwable stack, @Nullable Supplier<@Nullable SimTask> woken) {}
}

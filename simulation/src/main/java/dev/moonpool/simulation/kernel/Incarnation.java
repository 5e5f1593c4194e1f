package dev.moonpool.simulation.kernel;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Tasks;
import dev.moonpool.foundation.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One life of a simulated process: its scheduler, its tasks, its timers.
///
/// When it ends, everything of it is dropped where it stands: no task runs on, no timer fires.
public final class Incarnation {
  private final Kernel kernel;
  private final String name;
  private final int hostId;
  private final int number;
  private final long digest;
  private final SimScheduler scheduler;
  private final SimTasks tasks;
  private final SimTime time;
  private final Randomness randomness;
  private final List<Runnable> atEnd = new ArrayList<>(2);
  private boolean alive = true;
  private @Nullable SimTask newest;
  private int taskCount;
  private long tasksStarted;

  Incarnation(Kernel kernel, String name, int hostId, int number) {
    this.kernel = kernel;
    this.name = name;
    this.hostId = hostId;
    this.number = number;
    this.digest = Randomness.mix(((long) hostId << 32) + number);
    this.randomness = kernel.randomness().split(name).split("life " + number);
    this.scheduler = new SimScheduler(kernel, this);
    this.tasks = new SimTasks(kernel, this, scheduler);
    this.time = new SimTime(kernel, this, randomness.split("clock"));
  }

  /// The process's name and its host's.
  public String name() {
    return name;
  }

  /// The number of its host.
  public int hostId() {
    return hostId;
  }

  /// Which life of the process it is, from 1.
  public int number() {
    return number;
  }

  /// Whether it has not ended.
  public boolean isAlive() {
    return alive;
  }

  /// The kernel that it lives on.
  public Kernel kernel() {
    return kernel;
  }

  /// Its virtual threads.
  public Tasks tasks() {
    return tasks;
  }

  /// Its clock and timers.
  public Time time() {
    return time;
  }

  /// Its source of random numbers.
  public Randomness randomness() {
    return randomness;
  }

  /// How many of its tasks have not ended.
  public int taskCount() {
    return taskCount;
  }

  /// Lets `action` happen when this life ends, by whatever cause.
  public void atEnd(Runnable action) {
    atEnd.add(action);
  }

  /// Drops everything. What was told to [#atEnd] happens at once, in that order. Idempotent.
  public void end() {
    if (!alive) {
      return;
    }
    alive = false;
    newest = null;
    taskCount = 0;
    kernel.ended(this);
    List<Runnable> actions = List.copyOf(atEnd);
    atEnd.clear();
    actions.forEach(Runnable::run);
  }

  /// What tells events of this life from others in the digest.
  long digest() {
    return digest;
  }

  long joined(SimTask task) {
    task.older = newest;
    if (newest != null) {
      newest.newer = task;
    }
    newest = task;
    taskCount++;
    return ++tasksStarted;
  }

  void left(SimTask task) {
    if (!alive) {
      return;
    }
    if (task.newer == null) {
      newest = task.older;
    } else {
      task.newer.older = task.older;
    }
    if (task.older != null) {
      task.older.newer = task.newer;
    }
    // Whoever keeps the task must not keep its neighbours with it.
    task.older = null;
    task.newer = null;
    taskCount--;
  }

  /// Shows each living task to `visitor`, the oldest first.
  void eachTask(Consumer<SimTask> visitor) {
    SimTask task = newest;
    while (task != null && task.older != null) {
      task = task.older;
    }
    while (task != null) {
      visitor.accept(task);
      task = task.newer;
    }
  }

  /// The oldest living task that is `sought`, or null.
  @Nullable SimTask task(Predicate<SimTask> sought) {
    List<SimTask> found = new ArrayList<>(1);
    eachTask(
        task -> {
          if (sought.test(task)) {
            found.add(task);
          }
        });
    return found.isEmpty() ? null : found.getFirst();
  }
}

package dev.moonpool.foundation;

import java.util.concurrent.Executor;

/// Virtual threads.
///
/// The only way to get a thread. In a simulation the threads are scheduled one at a time in an
/// order that the seed decides.
public interface Tasks {
  /// Starts `body` on a new virtual thread.
  ///
  /// What `body` throws ends the task and is reported to [Task#join]; if nobody joins it is logged
  /// (and fails the seed in a simulation).
  ///
  /// @param name what the task is for; shown in stack dumps and logs
  Task start(String name, Runnable body);

  /// An executor that runs each command on a new virtual thread of this name. Allocates as little
  /// as a virtual thread can: it is what message turns run on.
  Executor executor(String name);

  /// Starts `body` on a new platform thread: for code that waits in native calls, such as JDBC,
  /// which on a virtual thread would hold its carrier and with it every other task.
  ///
  /// The thread is a daemon. Failures are treated as by [#start]. Refused where threads cannot be
  /// scheduled by us, as in a simulation; this is what the method does unless overridden.
  ///
  /// @param name what the thread is for; shown in stack dumps and logs
  /// @throws UnsupportedOperationException if there are no platform threads here
  default Task startPlatform(String name, Runnable body) {
    throw new UnsupportedOperationException(
        "no platform thread for '%s': %s runs virtual threads only; use what needs no native waits"
                .formatted(name, getClass().getSimpleName())
            + " here, in a simulation the simulated store");
  }

  /// Whether [#startPlatform] works here: not unless overridden.
  default boolean hasPlatformThreads() {
    return false;
  }

  /// How many tasks can run at the same instant: the processors in the real world, and 1, which is
  /// what the method says unless overridden, where one task runs at a time. Where it is 1, nothing
  /// can change while a task spins.
  default int parallelism() {
    return 1;
  }

  /// Runs `body` when the process is told to end (SIGTERM, Ctrl-C, `System.exit`), on a thread of
  /// its own, and holds the process until it has returned. All such bodies run at the same time;
  /// each must bound itself.
  ///
  /// A process that is killed runs none. Neither does one that is ending already, nor one that does
  /// not end by itself, as in a simulation: that is what the method does unless overridden.
  ///
  /// @param name what it is for; shown in stack dumps
  /// @return what forgets `body` again, which the process's end holds on to until then
  default AtExit atExit(String name, Runnable body) {
    return () -> {};
  }

  /// Whether this thread has called `System.exit`, and so waits for the process's end: what it runs
  /// never goes on. Slow: for code that ends parts while the process ends. Not unless overridden.
  default boolean isExiting(Thread thread) {
    return false;
  }

  /// Something that runs when the process ends.
  @FunctionalInterface
  interface AtExit extends AutoCloseable {
    /// Forgets it, unless the process is ending already. Idempotent.
    @Override
    void close();
  }

  /// Runs `notice` some time after `holder` was lost: nobody can reach it any more. Good for a log
  /// record about what should have been closed, and for nothing on which anything depends.
  ///
  /// When the collector runs is not decided by a seed: so in a simulation, and unless overridden,
  /// nothing is ever noticed.
  ///
  /// @param notice short; must not reach `holder`, which would then never be lost
  /// @return with which to give up the watch
  default LossWatch onLost(Object holder, Runnable notice) {
    return () -> {};
  }

  /// Waits for something to be lost.
  interface LossWatch {
    /// Gives it up: it was closed as it should. Idempotent.
    void cancel();
  }
}

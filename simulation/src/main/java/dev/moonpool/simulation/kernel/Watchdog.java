package dev.moonpool.simulation.kernel;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at real time, as nothing else here does: when a world makes no step for ten seconds, the
/// stacks of its driver and of every task go to the error stream.
///
/// A driver stands still when a task loops for ever or blocks its carrier (a park inside a class
/// initialiser or a native frame, a timer action that waits); no event can come to report that.
public final class Watchdog {
  private static final long LOOK_NANOS = 1_000_000_000L;
  private static final int STUCK_LOOKS = 10;
  private static final long REST_NANOS = 5_000_000L;
  private static final AtomicReference<@Nullable Kernel> WATCHED = new AtomicReference<>();
  private static final AtomicReference<@Nullable Thread> WATCHER = new AtomicReference<>();

  private Watchdog() {}

  /// Watches this world from now on, instead of any other.
  ///
  /// @throws IllegalStateException if another world runs in this JVM
  public static void watch(Kernel kernel) {
    if (!WATCHED.compareAndSet(null, kernel)) {
      throw new IllegalStateException(
          "another world runs in this JVM; run one at a time, or fork a JVM for each");
    }
    if (WATCHER.get() == null) {
      Thread thread =
          Thread.ofPlatform().daemon().name("moonpool-watchdog").unstarted(Watchdog::look);
      if (WATCHER.compareAndSet(null, thread)) {
        thread.start();
      }
    }
  }

  /// Stops watching.
  public static void leave(Kernel kernel) {
    WATCHED.compareAndSet(kernel, null);
  }

  /// The real clock, for how long a seed took.
  public static long wallNanos() {
    return System.nanoTime();
  }

  /// Lets a moment of real time pass.
  static void rest() {
    LockSupport.parkNanos(REST_NANOS);
  }

  private static void look() {
    Kernel seen = null;
    long steps = 0;
    int looks = 0;
    while (true) {
      LockSupport.parkNanos(LOOK_NANOS);
      Kernel kernel = WATCHED.get();
      if (kernel == null || kernel != seen || kernel.steps() != steps) {
        seen = kernel;
        steps = kernel == null ? 0 : kernel.steps();
        looks = 0;
      } else if (++looks == STUCK_LOOKS) {
        System.err.println(describe(kernel));
      }
    }
  }

  static String describe(Kernel kernel) {
    StringBuilder text = new StringBuilder("the simulated world has made no step for 10 seconds\n");
    text.append(kernel.driver().getName()).append(" (the driver)\n");
    for (StackTraceElement frame : kernel.driver().getStackTrace()) {
      text.append("    at ").append(frame).append('\n');
    }
    try {
      text.append(kernel.describeTasks());
    } catch (RuntimeException e) {
      text.append("the tasks changed while they were looked at: ").append(e);
    }
    return text.toString();
  }
}

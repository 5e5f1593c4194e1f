package dev.moonpool.simulation.kernel;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs a world on a driver thread of its own and looks at real time meanwhile, as nothing else
/// here does.
///
/// A driver stands still when a task loops without an end or blocks its carrier (a park inside a
/// class initialiser or a native frame, a timer action that waits); no event can come to report
/// that, and a JVM cannot end a thread. So the thread that wants the outcome is not the driver: it
/// looks once a second whether the world has made a step, and after ten looks without one it takes
/// every stack, abandons the driver and goes on.
///
/// While a debugger is attached no world is abandoned: a breakpoint stops the driver, too.
public final class Watchdog {
  /// How long a driver may take for one step.
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long REST_NANOS = 5_000_000L;
  private static final AtomicReference<@Nullable Kernel> WATCHED = new AtomicReference<>();
  private static final List<WeakReference<Thread>> ABANDONED = new CopyOnWriteArrayList<>();

  private static final AtomicInteger HASHES = new AtomicInteger();

  private Watchdog() {}

  /// Runs `world` to its end on a driver of its own; the calling thread waits.
  ///
  /// @param patience how long one step may take in real time
  /// @param world what the driver runs
  /// @throws IllegalStateException if another world runs in this JVM
  public static <T> T drive(Kernel kernel, Duration patience, World<T> world) {
    watch(kernel);
    try {
      CompletableFuture<T> outcome = new CompletableFuture<>();
      Thread driver =
          Thread.ofPlatform()
              .daemon()
              .name("moonpool-driver")
              .start(
                  () -> {
                    kernel.driver(Thread.currentThread());
                    useUpHashes();
                    complete(outcome, world::run);
                  });
      String stuck = await(kernel, patience, outcome);
      if (stuck != null) {
        world.abandon(stuck);
        if (!endsNow(outcome)) {
          kernel.driver(Thread.currentThread());
          ABANDONED.removeIf(thread -> thread.refersTo(null));
          ABANDONED.add(new WeakReference<>(driver));
          return world.outcome();
        }
      }
      kernel.driver(Thread.currentThread());
      return result(outcome);
    } finally {
      WATCHED.compareAndSet(kernel, null);
    }
  }

  /// Gives the driver of a world that has just been ended a moment to notice.
  private static boolean endsNow(CompletableFuture<?> outcome) {
    long until = wallNanos() + LOOK.toNanos();
    while (!outcome.isDone() && wallNanos() < until) {
      rest();
    }
    return outcome.isDone();
  }

  /// Lets each driver of this JVM use up so many identity hashes before its world begins, so that
  /// those of a world's objects differ from the ones in a JVM with another number.
  public static void useUpHashes(int count) {
    HASHES.set(count);
  }

  private static void useUpHashes() {
    int mixed = 0;
    for (int i = HASHES.get(); i > 0; i--) {
      mixed ^= System.identityHashCode(new Object());
    }
    HASHES.compareAndSet(-1, mixed); // never so; keeps the loop from being left out
  }

  /// Whether `thread` drove a world that was abandoned.
  static boolean isAbandoned(Thread thread) {
    return ABANDONED.stream().anyMatch(abandoned -> abandoned.refersTo(thread));
  }

  private static void watch(Kernel kernel) {
    if (!WATCHED.compareAndSet(null, kernel)) {
      throw new IllegalStateException(
          "another world runs in this JVM; run one at a time, or fork a JVM for each");
    }
  }

  private static <T> void complete(CompletableFuture<T> outcome, Supplier<T> world) {
    try {
      outcome.complete(world.get());
    } catch (Throwable failure) {
      outcome.completeExceptionally(failure);
    }
  }

  private static <T> T result(CompletableFuture<T> outcome) {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("the outcome was there already", e);
    }
  }

  /// Waits for the outcome; returns why the driver is to be abandoned, or null if it has ended.
  private static @Nullable String await(
      Kernel kernel, Duration patience, CompletableFuture<?> outcome) {
    long steps = -1;
    long since = wallNanos();
    while (true) {
      try {
        outcome.get(Math.min(LOOK.toNanos(), patience.toNanos()), TimeUnit.NANOSECONDS);
        return null;
      } catch (ExecutionException e) {
        return null; // thrown where the outcome is asked for
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "the thread that waited for the world was interrupted, by a time limit of the test";
      } catch (TimeoutException e) {
        long now = wallNanos();
        if (kernel.steps() != steps || Debugger.ATTACHED) {
          steps = kernel.steps();
          since = now;
        } else if (now - since >= patience.toNanos()) {
          return "the simulated world has made no step for %d seconds of real time"
              .formatted(patience.toSeconds());
        }
      }
    }
  }

  /// What a driver runs.
  ///
  /// @param <T> what comes of it
  public interface World<T> {
    /// Runs to the end, on the driver.
    T run();

    /// Makes [#run] end at its next step, if it ever gets there. On the thread that waits.
    ///
    /// @param why for the report
    void abandon(String why);

    /// What is known of the world. On the thread that waits, after [#abandon].
    T outcome();
  }

  /// The real clock, for how long a seed took.
  public static long wallNanos() {
    return System.nanoTime();
  }

  /// Lets a moment of real time pass.
  static void rest() {
    LockSupport.parkNanos(REST_NANOS);
  }

  /// The stacks of what runs, of every task and of the driver.
  public static String describe(Kernel kernel) {
    StringBuilder text = new StringBuilder("what runs:\n");
    try {
      append(kernel.runningStack(), text);
      text.append(kernel.describeTasks());
    } catch (RuntimeException e) {
      text.append("the tasks changed while they were looked at: ").append(e).append('\n');
    }
    text.append(kernel.driver().getName()).append(" (the driver)\n");
    append(kernel.driver().getStackTrace(), text);
    return text.toString();
  }

  private static void append(StackTraceElement[] frames, StringBuilder text) {
    for (StackTraceElement frame : frames) {
      text.append("    at ").append(frame).append('\n');
    }
  }

  /// Looked at only once a world seems to stand still.
  private static final class Debugger {
    private static final boolean ATTACHED =
        ProcessHandle.current()
            .info()
            .arguments()
            .map(all -> List.of(all).stream().anyMatch(one -> one.contains("jdwp")))
            .orElse(false);
  }
}

package dev.moonpool.simulation;

import dev.moonpool.simulation.kernel.Incarnation;
import dev.moonpool.simulation.kernel.Kernel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A host with one process on it, and the process's lives one after the other.
///
/// `DOWN → STARTING → UP → STOPPING → DOWN`; a crash leads from anywhere to `DOWN`. All on the
/// driver, partly in tasks of the life that is concerned: whatever a task of an old life still does
/// is compared with the current one first.
final class ProcessHost {
  private static final long FAILED_START_PAUSE_NANOS = 100_000_000L;

  private final Run run;
  private final Kernel kernel;
  private final String name;
  private final int index;
  private int lives;
  private State state = State.DOWN;
  private @Nullable Incarnation life;
  private @Nullable Process process;

  ProcessHost(Run run, Kernel kernel, String name, int index) {
    this.run = run;
    this.kernel = kernel;
    this.name = name;
    this.index = index;
  }

  String name() {
    return name;
  }

  boolean isUp() {
    return state == State.UP;
  }

  boolean isAlive() {
    return state != State.DOWN;
  }

  /// Begins the next life if the process is down.
  void startIfDown() {
    if (state != State.DOWN || run.stopping()) {
      return;
    }
    lives++;
    Incarnation begun = kernel.incarnation(name, index, lives);
    life = begun;
    state = State.STARTING;
    boolean forgiving = run.chaos();
    kernel.mix(lives);
    kernel.line(name, "starts, life " + lives);
    Process fresh = run.newProcess();
    process = fresh;
    ProcessContext context = run.context(this, index, begun);
    begun.tasks().start("start", () -> bringUp(fresh, context, begun, forgiving));
  }

  private void bringUp(
      Process fresh, ProcessContext context, Incarnation begun, boolean forgiving) {
    try {
      fresh.start(context);
      if (life == begun && state == State.STARTING) {
        state = State.UP;
        kernel.line(name, "is up");
        kernel.pause();
      }
    } catch (Throwable failure) {
      failed("start", failure, begun, forgiving || run.chaos());
    }
  }

  /// Ends this life at once and begins the next after a while.
  void crash(long recoveryNanos) {
    kernel.line(name, "CRASHES");
    endLife(recoveryNanos);
  }

  /// Stops the process and begins the next life a while after. Only if it is up.
  void reboot(long recoveryNanos) {
    kernel.line(name, "is rebooted");
    stop(
        stopped ->
            kernel.at(
                kernel.now(),
                () -> {
                  if (life == stopped && state == State.STOPPING) {
                    endLife(recoveryNanos);
                  }
                },
                null));
  }

  /// Stops the process. Its life goes on, so that what it has left behind can be seen.
  void stopForGood() {
    stop(
        stopped -> {
          if (life == stopped) {
            state = State.DOWN;
            kernel.line(name, "has stopped");
            kernel.pause();
          }
        });
  }

  private void stop(Consumer<Incarnation> then) {
    Incarnation stopped = life;
    Process stopping = process;
    if (state != State.UP || stopped == null || stopping == null) {
      return;
    }
    state = State.STOPPING;
    stopped
        .tasks()
        .start(
            "stop",
            () -> {
              try {
                stopping.stop();
                then.accept(stopped);
              } catch (Throwable failure) {
                failed("stop", failure, stopped, run.chaos());
              }
            });
  }

  /// In the chaos a start or stop may fail for good reasons; the process has then crashed.
  private void failed(String what, Throwable failure, Incarnation concerned, boolean forgiving) {
    if (!forgiving || failure instanceof AssertionError) {
      run.verdict().uncaught(name + "/" + what, failure);
      return;
    }
    kernel.line(name, what + " failed: " + failure);
    kernel.at(
        kernel.now(),
        () -> {
          if (life == concerned) {
            endLife(FAILED_START_PAUSE_NANOS);
          }
        },
        null);
  }

  private void endLife(long recoveryNanos) {
    Incarnation ended = life;
    if (ended != null) {
      ended.end();
    }
    life = null;
    process = null;
    state = State.DOWN;
    kernel.at(kernel.now() + recoveryNanos, this::startIfDown, null);
    kernel.pause();
  }

  /// Where a process is.
  private enum State {
    /// No life, or one whose stop has returned.
    DOWN,
    /// Its start has not returned.
    STARTING,
    /// It serves.
    UP,
    /// Its stop has not returned.
    STOPPING
  }
}

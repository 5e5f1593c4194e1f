package dev.moonpool.simulation;

import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.Task;
import dev.moonpool.simulation.Failure.Kind;
import dev.moonpool.simulation.kernel.Kernel;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first thing that went wrong; the world stops at it.
final class Verdict implements Kernel.Judge {
  private @Nullable Kernel kernel;
  private @Nullable Failure failure;

  void judges(Kernel judged) {
    this.kernel = judged;
  }

  boolean failed() {
    return failure != null;
  }

  Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  void fail(Kind kind, String name, String message, String details) {
    if (failure != null) {
      return;
    }
    Kernel judged = kernel;
    if (judged == null) {
      throw new IllegalStateException(message);
    }
    String when =
        String.format(Locale.ROOT, "at %.6f ms, step %d%n", judged.now() / 1e6, judged.steps());
    failure = new Failure(kind, name, message, when + details);
    judged.mix(name.hashCode());
    judged.line("judge", kind.heading() + ": " + message);
    judged.pause();
  }

  /// Nothing more may happen, or not in time.
  void stuck(String name, String message) {
    Kernel judged = kernel;
    fail(Kind.LIVENESS, name, message, judged == null ? "" : judged.describeTasks());
  }

  /// A check of `Invariant`; told before it is thrown, so that catching it hides nothing.
  void violated(InvariantViolation violation) {
    if (kernel != null) {
      kernel.assertDriver();
    }
    String message = text(violation);
    int colon = message.indexOf(':');
    String name = colon > 0 ? message.substring(0, colon) : message;
    fail(Kind.INVARIANT, name, message, Stacks.text(violation));
  }

  @Override
  public void uncaught(String where, Throwable thrown) {
    if (thrown instanceof InvariantViolation violation) {
      violated(violation);
    } else if (thrown instanceof AssertionError) {
      String message = text(thrown);
      String line = message.lines().filter(l -> !l.isBlank()).findFirst().orElse(message);
      fail(Kind.INVARIANT, line.strip(), where + ": " + message, Stacks.text(thrown));
    } else {
      String name = thrown.getClass().getSimpleName() + Stacks.origin(thrown.getStackTrace());
      fail(Kind.CRASH, name, where + ": " + thrown, Stacks.text(thrown));
    }
  }

  @Override
  public void foreign(Throwable stack, StackTraceElement[] waited, @Nullable Task woken) {
    String origin = Stacks.origin(waited);
    fail(
        Kind.NONDETERMINISM,
        "foreign thread" + (origin.isEmpty() ? Stacks.origin(stack.getStackTrace()) : origin),
        text(stack)
            + ". Usual causes: an executor or *Async method without an executor of the world, a"
            + " contended synchronized or Object.wait held across a park",
        woken == null
            ? Stacks.text(stack)
            : "it woke task "
                + woken.name()
                + ", which waited\n"
                + Stacks.text(waited)
                + "the foreign thread: "
                + Stacks.text(stack));
  }

  @Override
  public void timedWait(String task, StackTraceElement[] stack) {
    String call = Stacks.call(stack);
    fail(
        Kind.NONDETERMINISM,
        (call.isEmpty() ? "a timed wait" : call) + Stacks.origin(stack),
        "%s waits by the real clock, which a seed does not decide, in %s. Wait by Time: sleep(…),"
                .formatted(task, Stacks.place(stack))
            + " await(future, …), or without a limit and let Time.schedule(…) end the wait",
        Stacks.text(stack));
  }

  /// The driver does not come back.
  void abandoned(String why, StackTraceElement[] running, String stacks) {
    fail(Kind.LIVENESS, "no end of a step" + Stacks.origin(running), why, stacks);
  }

  private static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getName() : message;
  }
}

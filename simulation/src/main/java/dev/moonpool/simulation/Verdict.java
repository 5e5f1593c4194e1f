package dev.moonpool.simulation;

import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.simulation.Failure.Kind;
import dev.moonpool.simulation.kernel.Kernel;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    fail(Kind.INVARIANT, name, message, stack(violation));
  }

  @Override
  public void uncaught(String where, Throwable thrown) {
    if (thrown instanceof InvariantViolation violation) {
      violated(violation);
    } else if (thrown instanceof AssertionError) {
      String message = text(thrown);
      String line = message.lines().filter(l -> !l.isBlank()).findFirst().orElse(message);
      fail(Kind.INVARIANT, line.strip(), where + ": " + message, stack(thrown));
    } else {
      String name = thrown.getClass().getSimpleName() + origin(thrown);
      fail(Kind.CRASH, name, where + ": " + thrown, stack(thrown));
    }
  }

  @Override
  public void foreign(Throwable stack) {
    fail(
        Kind.NONDETERMINISM,
        "foreign thread" + origin(stack),
        text(stack)
            + ". Usual causes: an executor or *Async method without an executor of the world, a"
            + " contended synchronized or Object.wait held across a park",
        stack(stack));
  }

  static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getName() : message;
  }

  /// The first place in the stack that is neither the JDK's nor the simulator's or Netty's.
  private static String origin(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("java.")
          && !type.startsWith("jdk.")
          && !type.startsWith("io.netty.")
          && !type.startsWith("dev.moonpool.simulation.kernel.")
          && !type.startsWith("dev.moonpool.simulation.network.")) {
        return " in " + type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
      }
    }
    return "";
  }
}

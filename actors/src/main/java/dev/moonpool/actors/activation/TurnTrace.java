package dev.moonpool.actors.activation;

import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import java.util.regex.Pattern;

/// How the turns of an actor stand in the trace of a simulated world, where one is kept. Requests
/// and answers are shown as their own `toString` writes them, cut to a bound.
final class TurnTrace {
  private static final int LENGTH_MAX = 120;

  /// What `Object.toString` ends with; differs from run to run.
  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]+");

  private TurnTrace() {}

  static String begins(Activation activation, Invocation message, Object request) {
    return "%s gets '%s' %s".formatted(name(activation), message.method(), text(request));
  }

  static String ends(Activation activation, Invocation message, Object outcome) {
    String what =
        outcome instanceof Failure failure
            ? "fails '%s': %s".formatted(message.method(), text(failure))
            : "answers '%s' with %s".formatted(message.method(), text(outcome));
    return name(activation) + " " + what;
  }

  private static String name(Activation activation) {
    return activation.id().type() + "/" + activation.id().key();
  }

  private static String text(Object value) {
    String text;
    try {
      text = String.valueOf(value);
    } catch (RuntimeException | Error e) { // of the user's toString
      text = value.getClass().getSimpleName();
    }
    String stable = IDENTITY.matcher(text).replaceAll("@…");
    return stable.length() <= LENGTH_MAX ? stable : stable.substring(0, LENGTH_MAX) + "…";
  }
}

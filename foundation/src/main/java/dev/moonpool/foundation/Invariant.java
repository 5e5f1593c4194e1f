package dev.moonpool.foundation;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks that are always on, in production too.
///
/// A failed check means that the program is wrong, not that an input is bad: it throws
/// [InvariantViolation], an `Error`, which ends the activation or the task that found it and fails
/// the seed in a simulation even where something catches it.
public final class Invariant {
  private static volatile @Nullable Consumer<InvariantViolation> listener;

  private Invariant() {}

  /// Demands that `holds`.
  ///
  /// @param message what must hold, as a sentence
  /// @throws InvariantViolation if it does not
  public static void check(boolean holds, String message) {
    if (!holds) {
      throw violated(message);
    }
  }

  /// Demands that `holds`; the message is built only if it does not.
  ///
  /// @throws InvariantViolation if it does not
  public static void check(boolean holds, Supplier<String> message) {
    if (!holds) {
      throw violated(message.get());
    }
  }

  /// Tells `listener` of every violation from now on, before it is thrown; null for nobody. For the
  /// simulator, of which a JVM runs one world at a time.
  public static void onViolation(@Nullable Consumer<InvariantViolation> listener) {
    Invariant.listener = listener;
  }

  private static InvariantViolation violated(String message) {
    InvariantViolation violation = new InvariantViolation(message);
    Consumer<InvariantViolation> told = listener;
    if (told != null) {
      told.accept(violation);
    }
    return violation;
  }
}

package dev.moonpool.simulation.junit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/// What a replay line says of the run that it shows again, so that a replay which is another run
/// does not pass silently.
///
/// @param traceHash the trace hash of the failing run
/// @param code the fingerprint of the code that ran
record Expected(long traceHash, long code) {
  static final String PROPERTY = "moonpool.expect";

  static Optional<Expected> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int dash = text.indexOf('-');
    try {
      return Optional.of(
          new Expected(
              Long.parseUnsignedLong(text.substring(0, Math.max(0, dash)), 16),
              Long.parseUnsignedLong(text.substring(dash + 1), 16)));
    } catch (NumberFormatException e) {
      throw new ExtensionConfigurationException(
          "'" + text + "' is not what a replay line has as " + PROPERTY, e);
    }
  }

  @Override
  public String toString() {
    return "%016x-%08x".formatted(traceHash, code);
  }
}

package dev.moonpool.simulation.campaign;

import java.time.Duration;
import java.util.Locale;

/// Lengths of time as people read them.
final class Durations {
  private Durations() {}

  static String text(Duration length) {
    double seconds = seconds(length);
    if (seconds < 0.001) {
      return String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
    }
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = length.toSeconds();
    if (whole < 3_600) {
      return "%d min %02d s".formatted(whole / 60, whole % 60);
    }
    return "%d h %02d min".formatted(whole / 3_600, whole % 3_600 / 60);
  }

  static double seconds(Duration length) {
    return length.toNanos() / 1e9;
  }
}

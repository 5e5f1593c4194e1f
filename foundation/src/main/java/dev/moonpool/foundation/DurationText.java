package dev.moonpool.foundation;

import java.time.Duration;
import java.util.Locale;

/// The text of a duration in messages: `250 ms`, `1.28 s`, `2 min 5 s`.
///
/// Below a minute it has three significant digits and the unit that fits; above, whole parts of two
/// units.
public final class DurationText {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private DurationText() {}

  /// The text of `duration`, with a minus if it is negative.
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      return "-" + of(duration.negated());
    }
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return ofNanos(duration.toNanos());
    }
    if (seconds < 3_600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    return seconds < 86_400
        ? two(seconds / 3_600, "h", seconds % 3_600 / 60, "min")
        : two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
  }

  /// The text of so many nanoseconds.
  public static String ofNanos(long nanos) {
    if (nanos < 0 || nanos >= 60 * SECOND) {
      return of(Duration.ofNanos(nanos));
    }
    if (nanos >= SECOND || nanos == 0) {
      return digits(nanos, SECOND) + " s";
    }
    if (nanos >= MILLI) {
      return digits(nanos, MILLI) + " ms";
    }
    return nanos >= MICRO ? digits(nanos, MICRO) + " µs" : nanos + " ns";
  }

  private static String two(long major, String majorUnit, long minor, String minorUnit) {
    String first = major + " " + majorUnit;
    return minor == 0 ? first : first + " " + minor + " " + minorUnit;
  }

  /// Three significant digits without zeros at the end. Cut off, not rounded: 59.999 s is not 60 s.
  private static String digits(long nanos, long unit) {
    long whole = nanos / unit;
    int places = whole >= 100 ? 0 : whole >= 10 ? 1 : 2;
    long scale = places == 0 ? 1 : places == 1 ? 10 : 100;
    long fraction = nanos % unit * scale / unit;
    if (fraction == 0) {
      return Long.toString(whole);
    }
    String text = String.format(Locale.ROOT, "%0" + places + "d", fraction);
    return whole + "." + (text.endsWith("0") ? text.substring(0, text.length() - 1) : text);
  }
}

package dev.moonpool.benchmarks;

import java.util.Optional;

/// A figure of ours alone that should stay below, or get above, a number.
///
/// @param title what it is
/// @param benchmark the trial's class and method, see [Scores.Key]
/// @param parameters the trial's parameters, see [Scores.Key]
/// @param figure the name of a counted figure, or of a sampled time in microseconds
/// @param bound which side is good
/// @param limit the number
/// @param unit what it counts
record Limit(
    String title,
    String benchmark,
    String parameters,
    String figure,
    Bound bound,
    double limit,
    String unit) {

  /// Which side of the limit is good.
  enum Bound {
    /// Not above it.
    AT_MOST("≤"),
    /// Not below it.
    AT_LEAST("≥");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /// The figure, if it was measured.
  Optional<Double> measured(Scores scores) {
    return scores
        .of(benchmark, parameters, Scores.OURS)
        .map(
            score ->
                score.figures().containsKey(figure)
                    ? score.figures().get(figure)
                    : score.micros().get(figure));
  }

  /// What was wanted, in a few characters.
  String wanted() {
    return "%s %s %s".formatted(bound.sign, plain(limit), unit);
  }

  /// The figure with its unit.
  String text(double value) {
    return plain(value) + " " + unit;
  }

  /// Whether the figure is on the good side, and by how much it is not.
  String verdict(double value) {
    boolean reached =
        switch (bound) {
          case AT_MOST -> value <= limit;
          case AT_LEAST -> value >= limit;
        };
    return reached
        ? "reached"
        : "fell short by %.0f %%".formatted(100 * Math.abs(value / limit - 1));
  }

  private static String plain(double value) {
    return value >= 100 ? "%,.0f".formatted(value) : "%,.2f".formatted(value);
  }
}

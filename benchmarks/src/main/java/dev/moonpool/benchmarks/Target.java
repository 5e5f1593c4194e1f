package dev.moonpool.benchmarks;

import java.util.List;

/// A comparison that the report makes, and what it should come to.
///
/// @param title what is compared
/// @param benchmark the trial's class and method, see [Scores.Key]
/// @param parameters the trial's parameters, see [Scores.Key]
/// @param ours which of our own contenders
/// @param peers who is compared with; the fastest counts
/// @param goal what the ratio should be
record Target(
    String title, String benchmark, String parameters, String ours, List<String> peers, Goal goal) {
  Target {
    peers = List.copyOf(peers);
  }

  /// A comparison with our own as it is shipped.
  Target(String title, String benchmark, String parameters, List<String> peers, Goal goal) {
    this(title, benchmark, parameters, Scores.OURS, peers, goal);
  }

  /// The same comparison, with our own actors declared direct.
  Target direct() {
    return new Target(
        title.replaceFirst("( \\||$)", ", direct$1"),
        benchmark,
        parameters,
        Scores.OURS_DIRECT,
        peers,
        goal);
  }

  /// What a ratio should come to.
  sealed interface Goal {
    /// Our rate is at least this many times the peer's.
    record TimesFaster(double factor) implements Goal {}

    /// Our time is at most this many times the peer's.
    record TimesSlowerAtMost(double factor) implements Goal {}

    /// Nothing was promised; the ratio is shown.
    record Shown() implements Goal {}
  }

  /// The ratio as the goal states it: of rates, or of times.
  double ratio(double ours, double peers) {
    return goal instanceof Goal.TimesSlowerAtMost ? peers / ours : ours / peers;
  }

  /// What was wanted, in a few characters.
  String wanted() {
    return switch (goal) {
      case Goal.TimesFaster(double factor) -> "≥ %sx".formatted(plain(factor));
      case Goal.TimesSlowerAtMost(double factor) -> "≤ %sx time".formatted(plain(factor));
      case Goal.Shown() -> "";
    };
  }

  /// Whether the ratio is what was wanted, and by how much it is not.
  String verdict(double ratio) {
    return switch (goal) {
      case Goal.TimesFaster(double factor) when ratio < factor ->
          "fell short by %.0f %%".formatted(100 * (1 - ratio / factor));
      case Goal.TimesSlowerAtMost(double factor) when ratio > factor ->
          "fell short by %.0f %%".formatted(100 * (ratio / factor - 1));
      case Goal.TimesFaster reached -> "reached";
      case Goal.TimesSlowerAtMost reached -> "reached";
      case Goal.Shown() -> "";
    };
  }

  private static String plain(double factor) {
    return factor == Math.rint(factor) ? "%.0f".formatted(factor) : "%s".formatted(factor);
  }
}

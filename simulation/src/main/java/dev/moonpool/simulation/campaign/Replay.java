package dev.moonpool.simulation.campaign;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.SeedOutcome;
import java.util.Locale;
import java.util.Optional;

/// One seed, run again with its trace.
///
/// @param outcome what it gave, with the lines of the trace
/// @param difference the failure to report if the seed was run a second time, in another JVM, and
///     gave something else, or if the code asks what no seed decides
public record Replay(SeedOutcome outcome, Optional<Failure> difference) {

  /// Runs the seed once, in this JVM, on the calling platform thread.
  public static Replay once(CampaignOptions options, long seed) {
    SeedRun runs = new SeedRun(options.scenario(), options.topology(), options.profile());
    return new Replay(runs.traced(seed), ScenarioCode.failure(options.scenario()));
  }

  /// Runs the seed in this JVM and in another one, and compares.
  public static Replay twice(Providers providers, CampaignOptions options, long seed)
      throws InterruptedException {
    Replay here = once(options, seed);
    return here.difference.isPresent()
        ? here
        : new Replay(here.outcome, TracePair.difference(providers, options, here.outcome));
  }

  /// Why it failed, if it did.
  public Optional<Failure> failure() {
    return outcome.failure().or(() -> difference);
  }

  /// What a program that ran this exits with: 0, or the failure's own code.
  public int exitCode() {
    return failure().map(failure -> failure.kind().exitCode()).orElse(0);
  }

  /// What came of it, without the trace: failure, trace hash, steps, times.
  public String text() {
    StringBuilder out = new StringBuilder();
    outcome.failure().ifPresent(failure -> append(failure, out));
    difference.ifPresent(failure -> append(failure, out));
    out.append(
        String.format(
            Locale.ROOT,
            "seed %s, trace hash %016x, %,d steps, %s simulated in %s: %s%n",
            outcome.seedText(),
            outcome.traceHash(),
            outcome.steps(),
            Durations.text(outcome.simulated()),
            Durations.text(outcome.wall()),
            failure().isPresent() ? "failed" : "passed"));
    return out.toString();
  }

  private static void append(Failure failure, StringBuilder out) {
    out.append(failure.kind().heading()).append('\n');
    out.append("  ").append(failure.name()).append('\n');
    if (!failure.message().equals(failure.name())) {
      failure.message().lines().forEach(line -> out.append("  ").append(line).append('\n'));
    }
    failure.details().lines().forEach(line -> out.append("    ").append(line).append('\n'));
  }
}

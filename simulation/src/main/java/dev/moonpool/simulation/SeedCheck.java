package dev.moonpool.simulation;

import dev.moonpool.simulation.Failure.Kind;
import dev.moonpool.simulation.trace.Divergence;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// Runs a seed, and where it matters runs it again to see that it gives the same.
///
/// A seed that fails is always run a second time before it is reported, with its trace: the failure
/// then tells what happened last, and is a failure at all only if the second run was the same one.
/// If not, something that no seed decides has decided, the replay line would show another run, and
/// the seed fails as [Kind#NONDETERMINISM], with the first event that differs.
public final class SeedCheck {
  private static final int LINES_BEFORE = 8;

  private final LongFunction<Simulation> worlds;

  /// @param worlds makes the prepared world of a seed, another one each time
  public SeedCheck(LongFunction<Simulation> worlds) {
    this.worlds = worlds;
  }

  /// Runs the seed once if it passes, twice if it fails. On the calling platform thread.
  public SeedOutcome run(long seed) {
    return run(seed, false);
  }

  /// Runs the seed twice, also if it passes.
  public SeedOutcome runTwice(long seed) {
    return run(seed, true);
  }

  private SeedOutcome run(long seed, boolean twice) {
    Simulation first = worlds.apply(seed);
    SeedOutcome outcome = first.run();
    boolean abandoned = first.wasAbandoned();
    if (abandoned || outcome.passed() && !twice) {
      return outcome; // to loop again for as long would tell nothing new
    }
    Simulation second = worlds.apply(seed);
    if (!outcome.passed()) {
      second.recordStory();
    }
    SeedOutcome again = second.run();
    if (agree(outcome, again)) {
      return outcome.withFailure(again.failure());
    }
    return outcome.withFailure(Optional.of(differing(first, outcome, seed)));
  }

  /// Whether two runs of one seed were the same.
  public static boolean agree(SeedOutcome first, SeedOutcome second) {
    return first.traceHash() == second.traceHash() && name(first).equals(name(second));
  }

  /// The failure of a seed whose runs differ.
  ///
  /// @param details where they part
  public static Failure difference(SeedOutcome first, SeedOutcome second, String details) {
    String failed =
        first
            .failure()
            .or(second::failure)
            .map(failure -> "\none of the runs failed: " + failure + "\n" + failure.details())
            .orElse("");
    return new Failure(
        Kind.NONDETERMINISM,
        "the same seed gives the same trace",
        "two runs differ: trace hash %016x, %,d steps, %s; and %016x, %,d steps, %s"
            .formatted(
                first.traceHash(),
                first.steps(),
                name(first),
                second.traceHash(),
                second.steps(),
                name(second)),
        details + failed);
  }

  /// Two more runs, with their traces, to tell where they part.
  private Failure differing(Simulation first, SeedOutcome outcome, long seed) {
    Simulation traced = worlds.apply(seed);
    traced.recordTrace(true);
    SeedOutcome one = traced.run();
    Simulation last = worlds.apply(seed);
    last.recordTrace(true);
    SeedOutcome other = last.run();
    if (!agree(one, other)) {
      return difference(outcome, one, Divergence.of(one.trace(), other.trace()).details());
    }
    long same = first.sameUntil(traced);
    return difference(
        outcome,
        one,
        ("the first run differs from the later ones, which are equal: what a run finds was left by"
                + " another, in a static field or a cache, or is made only once in a JVM. The first"
                + " run was the same until event %,d at least; a later one had come so far:%n%s")
            .formatted(same, lines(traced.traceUpTo(same, LINES_BEFORE))));
  }

  private static String lines(List<String> trace) {
    return trace.isEmpty() ? "  (nothing yet)" : "  " + String.join("\n  ", trace);
  }

  private static String name(SeedOutcome outcome) {
    return outcome.failure().map(Failure::name).orElse("passed");
  }
}

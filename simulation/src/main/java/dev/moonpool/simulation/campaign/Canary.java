package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.SeedCheck;
import dev.moonpool.simulation.SeedOutcome;
import java.util.Optional;
import java.util.TreeMap;

/// Compares what a seed gave in a worker with what it gave in the canary, a JVM of other salts.
///
/// Hash salts (`Set.of`), identity hashes and whatever else differs from JVM to JVM must not decide
/// anything; where they do, the trace hashes differ. The first failing seeds are compared too,
/// which
/// shows that they will fail again when replayed; the worker itself has run each of them twice.
/// Confined to the campaign's thread.
final class Canary {
  private static final int FAILURES_REPEATED_MAX = 10;
  private static final int WAITING_MAX = 64;

  private final int every;
  private final TreeMap<Long, SeedOutcome> waiting = new TreeMap<>();
  private int failuresRepeated;

  Canary(int every) {
    this.every = every;
  }

  /// A worker's outcome; whether the canary must run the seed, too.
  boolean first(long index, SeedOutcome outcome) {
    boolean sampled = every > 0 && index % every == 0;
    boolean repeated = outcome.failure().isPresent() && failuresRepeated < FAILURES_REPEATED_MAX;
    if (every == 0 || !sampled && !repeated || waiting.size() >= WAITING_MAX) {
      return false;
    }
    failuresRepeated += outcome.failure().isPresent() ? 1 : 0;
    waiting.put(outcome.seed(), outcome);
    return true;
  }

  /// The canary's outcome; a failure if it differs.
  Optional<Failure> second(SeedOutcome second) {
    SeedOutcome first = waiting.remove(second.seed());
    return first == null || SeedCheck.agree(first, second)
        ? Optional.empty()
        : Optional.of(SeedCheck.difference(first, second, ""));
  }

  /// The seed can not be compared any more.
  void forget(long seed) {
    waiting.remove(seed);
  }
}

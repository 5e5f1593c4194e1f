package dev.moonpool.simulation.store;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Simulation;
import java.time.Duration;

/// Decides for each call how long it takes and what goes wrong with it.
///
/// Rates are drawn once for the seed; then each call draws. Every kind of decision has a generator
/// of its own, so that leaving one out does not shift the others. Nothing goes wrong after the
/// world has healed.
final class StoreFaults {
  private static final long MICROS = 1_000;
  private static final long MILLIS = 1_000_000;

  private final Simulation simulation;
  private final Randomness latency;
  private final Randomness verdicts;
  private final Randomness outages;
  private final long latencyNanos;
  private final double writeFailure;
  private final double readFailure;
  private final double corruption;
  private final long outageEveryNanos;
  private long outageFrom;
  private long outageUntil;

  StoreFaults(Simulation simulation, Randomness randomness) {
    this.simulation = simulation;
    latency = randomness.split("latency");
    verdicts = randomness.split("verdicts");
    outages = randomness.split("outages");
    Randomness rates = randomness.split("rates");
    latencyNanos = rates.nextLong(100 * MICROS, 2 * MILLIS);
    writeFailure = 0.2 * rates.nextDouble(); // 10 % on average
    readFailure = 0.1 * rates.nextDouble();
    corruption = rates.chance(0.25) ? 0.02 * rates.nextDouble() : 0;
    // Most seeds have few outages or none, as a store that is hardly ever there hides all else.
    outageEveryNanos = rates.nextLong(1_000 * MILLIS, 20_000 * MILLIS);
  }

  /// What happens to a call.
  enum Verdict {
    /// It is done and answered.
    DONE,
    /// It does not get to the store, and the caller is told so.
    UNAVAILABLE,
    /// The store finds the record damaged.
    CORRUPT,
    /// It does not get to the store, and nobody knows.
    LOST,
    /// It is done, but the answer gets lost.
    UNTOLD,
    /// The caller is told that nobody knows, and then it gets to the store.
    LATE
  }

  /// For a save or delete.
  Verdict write() {
    if (!injects() || !verdicts.chance(writeFailure)) {
      return Verdict.DONE;
    }
    return switch (verdicts.nextInt(5)) {
      case 0, 1 -> injected(Verdict.UNAVAILABLE, "write");
      case 2 -> injected(Verdict.LOST, "write");
      case 3 -> injected(Verdict.UNTOLD, "write");
      default -> injected(Verdict.LATE, "write");
    };
  }

  /// For a claim or the issue of an incarnation.
  Verdict claim(boolean reads) {
    if (!injects()) {
      return Verdict.DONE;
    }
    if (reads && verdicts.chance(corruption)) {
      return injected(Verdict.CORRUPT, "claim");
    }
    if (!verdicts.chance(readFailure)) {
      return Verdict.DONE;
    }
    return switch (verdicts.nextInt(4)) {
      case 0, 1 -> injected(Verdict.UNAVAILABLE, "claim");
      case 2 -> injected(Verdict.LOST, "claim");
      default -> injected(Verdict.UNTOLD, "claim");
    };
  }

  /// For an inspection.
  Verdict read() {
    return injects() && verdicts.chance(readFailure)
        ? injected(Verdict.UNAVAILABLE, "read")
        : Verdict.DONE;
  }

  /// Whether the store cannot be reached now.
  boolean outage(long nowNanos) {
    if (!injects()) {
      return false;
    }
    while (nowNanos >= outageUntil) {
      // Between one and three halves of the mean after the last one; up to a second long.
      long from = outageUntil == 0 ? nowNanos : outageUntil;
      outageFrom = from + outages.nextLong(outageEveryNanos / 2, 3 * outageEveryNanos / 2);
      outageUntil = outageFrom + outages.nextLong(50 * MILLIS, 1_000 * MILLIS);
    }
    return nowNanos >= outageFrom;
  }

  /// For any call during an outage: most are refused at once, the others hang.
  Verdict metOutage() {
    return injected(outages.chance(0.75) ? Verdict.UNAVAILABLE : Verdict.LOST, "outage");
  }

  /// How long a call is on its way, one way.
  Duration latency() {
    long nanos = latency.nextLong(latencyNanos / 2, 3 * latencyNanos / 2);
    if (simulation.injects(FaultFamily.LATENCY) && latency.chance(0.1)) {
      nanos *= 1 + latency.nextInt(10);
    }
    return Duration.ofNanos(nanos);
  }

  /// How long a caller waits for an answer that does not come.
  Duration patience() {
    return Duration.ofNanos(latency.nextLong(10 * MILLIS, 500 * MILLIS));
  }

  /// How much later than its caller gave up a late write gets to the store.
  Duration lateness() {
    return Duration.ofNanos(latency.nextLong(MILLIS, 2_000 * MILLIS));
  }

  private boolean injects() {
    return simulation.injects(FaultFamily.STORE);
  }

  private Verdict injected(Verdict verdict, String call) {
    simulation.injected(FaultFamily.STORE, "store " + call + " " + verdict);
    return verdict;
  }
}

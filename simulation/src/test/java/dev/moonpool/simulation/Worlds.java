package dev.moonpool.simulation;

import java.time.Duration;

/// Small worlds for the tests of this package.
final class Worlds {
  /// A process that is up at once and does nothing.
  static final Process IDLE = context -> {};

  private Worlds() {}

  /// One workload over one process that does nothing.
  static SeedOutcome calm(long seed, Workload workload) {
    return world(seed, Profile.CALM, workload).run();
  }

  /// A world with a single workload over one process that does nothing.
  static Simulation world(long seed, Profile profile, Workload workload) {
    Simulation simulation = Simulation.of(seed, Topology.parse("1x1"), profile);
    simulation.processes(() -> IDLE);
    simulation.workloads(() -> workload);
    return simulation;
  }

  /// Chaos with this family of faults and no other, always on.
  static Profile only(FaultFamily... families) {
    return Profile.CHAOS.only(families).withChaos(Duration.ofSeconds(5));
  }

  /// Demands that the seed has passed.
  static SeedOutcome passed(SeedOutcome outcome) {
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(
                  outcome.seedText() + ": " + failure + "\n" + failure.details());
            });
    return outcome;
  }

  /// Demands that the seed has failed in this way.
  static Failure failed(SeedOutcome outcome, Failure.Kind kind) {
    Failure failure =
        outcome.failure().orElseThrow(() -> new AssertionError(outcome + " should have failed"));
    if (failure.kind() != kind) {
      throw new AssertionError("expected " + kind + ", got " + failure + "\n" + failure.details());
    }
    return failure;
  }
}

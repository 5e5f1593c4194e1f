package dev.moonpool.actors;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import java.time.Duration;

/// Runs the body of a test in virtual time and without faults, on several seeds, which shuffle the
/// order in which its tasks go on.
public final class VirtualTime {
  private static final int SEEDS = 10;

  private VirtualTime() {}

  /// Runs `body` on each seed; what it throws fails the test and names the seed.
  public static void run(Body body) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Simulation simulation =
          Simulation.of(
              seed, new Topology(1, 1), Profile.CALM.withLivenessBound(Duration.ofDays(30)));
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> body.run(context.providers()));
      SeedOutcome outcome = simulation.run();
      outcome
          .failure()
          .ifPresent(
              failure -> {
                throw new AssertionError(
                    outcome.seedText() + ": " + failure + "\n" + failure.details());
              });
    }
  }

  /// A test's body; runs in a task of the world.
  public interface Body {
    /// Runs it.
    void run(Providers providers) throws Exception;
  }
}

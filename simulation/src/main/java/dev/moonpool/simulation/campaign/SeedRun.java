package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.SeedCheck;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;

/// One scenario in one world after another, in this JVM.
///
/// @param scenario what to run
/// @param topology how many workloads and processes
/// @param profile how rough the world is
record SeedRun(Scenario scenario, Topology topology, Profile profile) {
  /// Runs the seed once, with its trace, on the calling platform thread.
  SeedOutcome traced(long seed) {
    Simulation simulation = world(seed);
    simulation.recordTrace(true);
    return simulation.run();
  }

  /// Runs the seed, and a second time if it fails.
  SeedOutcome checked(long seed) {
    return withSuspicion(new SeedCheck(this::world).run(seed));
  }

  /// Runs the seed twice.
  SeedOutcome checkedTwice(long seed) {
    return withSuspicion(new SeedCheck(this::world).runTwice(seed));
  }

  private SeedOutcome withSuspicion(SeedOutcome outcome) {
    return outcome.withFailure(
        outcome.failure().map(failure -> ScenarioCode.withSuspicion(failure, scenario)));
  }

  private Simulation world(long seed) {
    Simulation simulation = Simulation.of(seed, topology, profile);
    scenario.prepare(simulation);
    return simulation;
  }
}

package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;

/// One scenario in one world after another, in this JVM.
///
/// @param scenario what to run
/// @param topology how many workloads and processes
/// @param profile how rough the world is
record SeedRun(Scenario scenario, Topology topology, Profile profile) {
  /// Runs the seed on the calling platform thread.
  SeedOutcome run(long seed, boolean trace) {
    Simulation simulation = Simulation.of(seed, topology, profile);
    simulation.recordTrace(trace);
    scenario.prepare(simulation);
    return simulation.run();
  }
}

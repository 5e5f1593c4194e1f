package dev.moonpool.examples.oracles;

import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.store.SimStateStore;
import java.util.List;

/// Stations on nodes that fail, and clients that use all that the runtime offers and judge each
/// outcome.
public final class ActorsScenario implements Scenario {
  /// Made by name in worker processes.
  public ActorsScenario() {}

  @Override
  public String name() {
    return "actors";
  }

  @Override
  public void prepare(Simulation simulation) {
    SimStateStore store = SimStateStore.in(simulation);
    // Delays alone lose nothing.
    boolean lossless =
        List.of(FaultFamily.FAULT_POINT).containsAll(simulation.profile().families());
    simulation.share(new Judge(simulation, store, lossless));
    simulation.processes(StationNode::new);
    simulation.workloads(StationWorkload::new);
  }
}

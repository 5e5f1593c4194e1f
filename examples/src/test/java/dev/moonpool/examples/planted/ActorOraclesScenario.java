package dev.moonpool.examples.planted;

import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.store.SimStateStore;
import java.util.List;

/// Nodes with probes, and clients that race, give up early, retire actors and remember old places.
public final class ActorOraclesScenario implements Scenario {
  @Override
  public String name() {
    return "actor-oracles";
  }

  @Override
  public void prepare(Simulation simulation) {
    SimStateStore store = SimStateStore.in(simulation);
    // Delays alone lose nothing.
    boolean lossless =
        List.of(FaultFamily.FAULT_POINT).containsAll(simulation.profile().families());
    simulation.share(new Journal(simulation, store, lossless));
    simulation.processes(ProbeNode::new);
    simulation.workloads(ProbeWorkload::new);
  }
}

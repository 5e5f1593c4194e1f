package dev.moonpool.simulation.store;

import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StateStoreContract;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.WorkloadContext;
import org.junit.jupiter.api.Tag;

/// The simulated store keeps what every store promises while nothing goes wrong.
@Tag("A38")
@Tag("S5")
final class SimStateStoreContractSimTest extends StateStoreContract {
  @Override
  protected void run(Body body) {
    Simulation simulation = Simulation.of(7, new Topology(1, 1), Profile.CALM);
    SimStateStore.in(simulation);
    simulation.processes(() -> _ -> {});
    simulation.workloads(() -> context -> inWorld(context, body));
    SeedOutcome outcome = simulation.run();
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(failure + System.lineSeparator() + failure.details());
            });
  }

  private static void inWorld(WorkloadContext context, Body body) throws Exception {
    try (StateStore store = context.shared(SimStateStore.class).connect(context.providers())) {
      body.run(store, context.providers());
    }
  }
}

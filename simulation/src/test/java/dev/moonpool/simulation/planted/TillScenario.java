package dev.moonpool.simulation.planted;

import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;

/// A till in which workloads put money.
public final class TillScenario implements Scenario {
  static final String BALANCES = "the till balances";
  static final String GROWS = "the till is not empty in the end";

  @Override
  public String name() {
    return "till";
  }

  @Override
  public void prepare(Simulation simulation) {
    Till till = new Till();
    simulation.share(till);
    simulation.processes(() -> context -> {});
    simulation.workloads(
        () ->
            context -> {
              for (int i = 0; i < 5; i++) {
                context.shared(Till.class).take(1 + context.randomness().nextInt(50));
              }
            });
    simulation.always(BALANCES, world -> till.balances());
    simulation.finallyHolds(GROWS, world -> till.total() > 0);
  }
}

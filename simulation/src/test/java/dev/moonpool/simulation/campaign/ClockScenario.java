package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import java.time.Instant;
import java.util.List;

/// A workload that reads the real clock, which does no harm to anything.
final class ClockScenario implements Scenario {
  private final boolean allowed;

  ClockScenario(boolean allowed) {
    this.allowed = allowed;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public void prepare(Simulation simulation) {
    simulation.processes(() -> context -> {});
    simulation.workloads(
        () ->
            context -> {
              if (Instant.now().getEpochSecond() > 0) {
                context.trace("here");
              }
            });
  }

  @Override
  public List<String> allowedCalls() {
    return allowed ? List.of("Instant.now") : List.of();
  }
}

package dev.moonpool.cli;

import dev.moonpool.examples.oracles.ActorsScenario;
import dev.moonpool.simulation.Scenario;
import java.util.List;
import picocli.CommandLine.Command;

/// Runs actors that use all that the runtime offers in simulated worlds, or one of them again.
@Command(
    name = "actors",
    header = "Runs actors of every kind in simulated worlds, with faults.",
    description = {
      "Runs actors that interleave, save in hooks, call one another, set timers and get bursts of",
      "requests, on nodes that fail. Each outcome that a client is told is judged. Every seed is",
      "another world, and the same one each time it is run."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 every seed passed, 10 an invariant was broken, 11 something crashed,",
      "12 a world did not converge, 13 a seed had two outcomes, 2 wrong usage."
    })
final class SimulateActorsCommand extends ScenarioCommand {
  @Override
  Scenario scenario() {
    return new ActorsScenario();
  }

  @Override
  List<String> marksUnder() {
    return List.of("dev.moonpool.actors", "dev.moonpool.examples.oracles");
  }
}

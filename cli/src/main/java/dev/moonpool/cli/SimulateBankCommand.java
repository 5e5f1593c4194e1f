package dev.moonpool.cli;

import dev.moonpool.examples.bank.simulation.BankScenario;
import dev.moonpool.simulation.Scenario;
import java.util.List;
import picocli.CommandLine.Command;

/// Runs the bank in simulated worlds, or one of them again.
@Command(
    name = "bank",
    header = "Runs the bank in simulated worlds, with faults.",
    description = {
      "Runs the bank in simulated worlds: networks that fail, nodes that crash, stores that lose",
      "answers. Every seed is another world, and the same one each time it is run."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 every seed passed, 10 an invariant was broken, 11 something crashed,",
      "12 a world did not converge, 13 a seed had two outcomes, 2 wrong usage."
    })
final class SimulateBankCommand extends ScenarioCommand {
  @Override
  Scenario scenario() {
    return new BankScenario();
  }

  @Override
  List<String> marksUnder() {
    return List.of("dev.moonpool.actors", "dev.moonpool.examples");
  }
}

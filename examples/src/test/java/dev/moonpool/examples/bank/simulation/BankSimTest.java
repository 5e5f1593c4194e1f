package dev.moonpool.examples.bank.simulation;

import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.junit.Simulate;
import org.junit.jupiter.api.Tag;

/// The bank on every topology and in every weather; the judges are in [BankScenario].
@Tag("S10")
class BankSimTest {
  private final BankScenario bank = new BankScenario();

  @Simulate(seeds = 5, topology = "1x1", profile = Simulate.CALM)
  void transfers_oneNodeInPeace_conserveMoney(Simulation simulation) {
    bank.prepare(simulation);
  }

  @Simulate(seeds = 20, topology = "1x1", profile = Simulate.CHAOS)
  void transfers_oneNodeInChaos_conserveMoney(Simulation simulation) {
    bank.prepare(simulation);
  }

  @Simulate(seeds = 40, topology = "2x2", profile = Simulate.CHAOS)
  void transfers_twoNodesInChaos_conserveMoney(Simulation simulation) {
    bank.prepare(simulation);
  }

  @Simulate(seeds = 20, topology = "2x2", profile = Simulate.AGGRESSIVE)
  void transfers_twoNodesInTheWorstWeather_conserveMoney(Simulation simulation) {
    bank.prepare(simulation);
  }

  @Simulate(seeds = 3, topology = "10x10", profile = Simulate.CHAOS)
  void transfers_tenNodesInChaos_conserveMoney(Simulation simulation) {
    bank.prepare(simulation);
  }

  @Simulate(seeds = 2, topology = "10x10", profile = Simulate.AGGRESSIVE)
  void transfers_tenNodesInTheWorstWeather_conserveMoney(Simulation simulation) {
    bank.prepare(simulation);
  }
}

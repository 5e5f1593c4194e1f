package dev.moonpool.examples.bank.simulation;

import dev.moonpool.examples.bank.Bank;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.store.SimStateStore;
import dev.moonpool.testkit.ActorNode;

/// The bank: processes that host accounts and transfers, workloads that transfer.
public final class BankScenario implements Scenario {
  /// The cluster's name, which clients give too.
  static final String NAMESPACE = "bank";

  /// Made by name in worker processes.
  public BankScenario() {}

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public void prepare(Simulation simulation) {
    SimStateStore store = SimStateStore.in(simulation);
    simulation.share(BankBooks.of(simulation, store));
    simulation.processes(() -> ActorNode.of(Bank.definitions()).namespace(NAMESPACE));
    simulation.workloads(TransferWorkload::new);
  }
}

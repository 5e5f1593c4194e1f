package dev.moonpool.websocket.campaign;

import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;

/// Clients with requests, subscriptions and closes, against servers that misbehave, in a network
/// that fails.
public final class WebSocketScenario implements Scenario {
  /// Made by name in worker processes.
  public WebSocketScenario() {}

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  public void prepare(Simulation simulation) {
    ServerRules rules = new ServerRules();
    rules.isMischievous = true;
    simulation.share(rules);
    simulation.share(new ServerLog());
    simulation.share(new Servers());
    simulation.share(new Journal(simulation.providers().time()));
    simulation.processes(ServerNode::new);
    simulation.workloads(Traffic::new);
  }
}

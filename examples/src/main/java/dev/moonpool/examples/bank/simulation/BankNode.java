package dev.moonpool.examples.bank.simulation;

import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.actors.runtime.RuntimeBuilder;
import dev.moonpool.examples.bank.Bank;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.store.SimStateStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of the bank as a simulated process.
public final class BankNode implements Process {
  private final List<Definition<?, ?>> definitions;
  private @Nullable ActorRuntime runtime;
  private @Nullable StateStore store;

  /// A node that hosts the bank.
  public BankNode() {
    this(Bank.definitions());
  }

  /// A node that hosts other actors, for tests of theirs.
  public BankNode(List<Definition<?, ?>> definitions) {
    this.definitions = definitions;
  }

  @Override
  public void start(ProcessContext context) throws IOException, InterruptedException {
    StateStore states = context.shared(SimStateStore.class).connect(context.providers());
    RuntimeBuilder builder =
        ActorRuntime.builder("bank")
            .providers(context.providers())
            .listen(address(context.address()).toString())
            .nodes(addresses(context.addresses()))
            .store(states);
    definitions.forEach(builder::host);
    store = states;
    runtime = builder.start();
  }

  @Override
  public void stop() {
    ActorRuntime running = runtime;
    if (running != null) {
      running.close();
    }
    StateStore states = store;
    if (states != null) {
      states.close();
    }
  }

  /// Node addresses of simulated hosts.
  static List<NodeAddress> addresses(List<InetSocketAddress> hosts) {
    return hosts.stream().map(BankNode::address).toList();
  }

  private static NodeAddress address(InetSocketAddress host) {
    return new NodeAddress(host.getHostString(), host.getPort());
  }
}

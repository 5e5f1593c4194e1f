package dev.moonpool.examples.planted;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.store.SimStateStore;
import java.net.InetSocketAddress;
import java.util.List;

/// A node that hosts probes.
final class ProbeNode implements Process {
  private Journal journal;
  private String run;
  private ActorRuntime runtime;
  private StateStore store;

  @Override
  public void start(ProcessContext context) throws Exception {
    journal = context.shared(Journal.class);
    run = context.name() + "/" + context.incarnation();
    Providers providers = context.providers();
    store = context.shared(SimStateStore.class).connect(providers);
    runtime =
        ActorRuntime.builder(Journal.NAMESPACE)
            .providers(providers)
            .listen(address(context.address()).toString())
            .nodes(addresses(context.addresses()))
            .store(store)
            .host(ProbeActor.definition(journal, run, providers.time()))
            .start();
    journal.started(context.index(), runtime);
  }

  @Override
  public void stop() {
    if (runtime != null) {
      runtime.close();
      journal.stopped(run);
      store.close();
    }
  }

  static List<NodeAddress> addresses(List<InetSocketAddress> hosts) {
    return hosts.stream().map(ProbeNode::address).toList();
  }

  private static NodeAddress address(InetSocketAddress host) {
    return new NodeAddress(host.getHostString(), host.getPort());
  }
}

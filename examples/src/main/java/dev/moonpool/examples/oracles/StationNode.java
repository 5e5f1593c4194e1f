package dev.moonpool.examples.oracles;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.store.SimStateStore;
import org.jspecify.annotations.Nullable;

/// A node that hosts stations and tells the [Judge] when it starts and stops.
final class StationNode implements Process {
  private @Nullable Life life;

  @Override
  public void start(ProcessContext context) throws Exception {
    Judge judge = context.shared(Judge.class);
    String run = context.name() + "/" + context.incarnation();
    Providers providers = context.providers();
    StateStore store = context.shared(SimStateStore.class).connect(providers);
    var around =
        new StationActor.Surroundings(
            judge, run, providers.time(), providers.randomness().split("stations"));
    var builder =
        ActorRuntime.builder(Judge.NAMESPACE)
            .providers(providers)
            .listen(NodeAddress.of(context.address()).toString())
            .nodes(context.addresses().stream().map(NodeAddress::of).toList())
            .store(store);
    StationActor.definitions(around).forEach(builder::host);
    ActorRuntime runtime = builder.start();
    judge.started(context.index(), run, runtime);
    life = new Life(judge, run, runtime, store);
  }

  @Override
  public void stop() {
    Life ending = life;
    if (ending != null) {
      ending.runtime.close();
      ending.judge.stopped(ending.run);
      ending.store.close();
    }
  }

  private record Life(Judge judge, String run, ActorRuntime runtime, StateStore store) {}
}

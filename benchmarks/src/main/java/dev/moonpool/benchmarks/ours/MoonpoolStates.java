package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.benchmarks.contender.Scratch;
import dev.moonpool.benchmarks.ours.SavedAccount.Protocol;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.jdbc.SqliteStateStore;

/// A node whose actors keep their state in a store.
public final class MoonpoolStates implements AutoCloseable {
  private final Scratch scratch = Scratch.create();
  private final SystemProviders providers = SystemProviders.start();
  private final StateStore store;
  private final ActorRuntime runtime;

  /// Starts a node on a new store: `memory` or `sqlite`.
  public MoonpoolStates(String kind) {
    store =
        "sqlite".equals(kind)
            ? SqliteStateStore.open(providers.providers(), scratch.file("states.db"))
            : InMemoryStateStore.create();
    runtime =
        Nodes.start(
            ActorRuntime.builder("bench")
                .providers(providers.providers())
                .store(store)
                .host(SavedAccount.DEFINITION));
  }

  /// Activates the actor of this number and saves its state.
  public void save(int number) {
    actor(number).call(new Protocol.Save(number));
  }

  /// Calls the actor of this number and checks that its state is what was saved.
  public void read(int number) {
    long cents = actor(number).call(new Protocol.Read(0)).cents();
    if (cents != number) {
      throw new IllegalStateException("actor " + number + " has " + cents + " cents");
    }
  }

  /// Deactivates the first `count` actors and waits for that.
  public void deactivateAll(int count) {
    for (int i = 0; i < count; i++) {
      runtime.deactivate(actor(i));
    }
    Nodes.awaitEmpty(runtime);
  }

  @Override
  public void close() {
    runtime.close();
    store.close();
    providers.close();
    scratch.close();
  }

  private ActorRef<Protocol> actor(int number) {
    return runtime.actor(Protocol.TYPE, "account-" + number);
  }
}

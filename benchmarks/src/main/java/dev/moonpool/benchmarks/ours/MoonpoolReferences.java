package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.runtime.ActorRuntime;

/// A node that is asked for references and nothing else.
public final class MoonpoolReferences implements AutoCloseable {
  private final String[] keys = new String[1_024];
  private final ActorRuntime runtime;

  /// Starts the node.
  public MoonpoolReferences() {
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "account-" + i;
    }
    runtime = Nodes.start(ActorRuntime.builder("bench").host(AccountActor.DEFINITION));
  }

  /// A reference to the account of this number, below 1,024.
  public ActorRef<?> retrieve(int number) {
    return runtime.actor(Account.TYPE, keys[number]);
  }

  @Override
  public void close() {
    runtime.close();
  }
}

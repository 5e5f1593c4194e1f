package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.benchmarks.contender.Calls;
import dev.moonpool.benchmarks.contender.Starts;
import java.util.ArrayList;
import java.util.List;

/// Calls to actors of the same process, and actors started by their first call.
public final class MoonpoolLocal implements Calls, Starts {
  private final ActorRuntime runtime;
  private final List<ActorRef<Account>> accounts = new ArrayList<>();

  /// Starts a node and activates `accounts` accounts.
  ///
  /// @param direct whether calls may run on their caller's thread
  public MoonpoolLocal(boolean direct, int accounts) {
    runtime =
        Nodes.start(
            ActorRuntime.builder("bench")
                .host(direct ? AccountActor.DIRECT : AccountActor.DEFINITION));
    for (int i = 0; i < accounts; i++) {
      ActorRef<Account> account = runtime.actor(Account.TYPE, "account-" + i);
      account.call(new Account.Deposit(1));
      this.accounts.add(account);
    }
  }

  @Override
  public long call(int target) {
    return accounts.get(target).call(new Account.Deposit(1)).cents();
  }

  @Override
  public void start(String key) {
    runtime.actor(Account.TYPE, key).call(new Account.Deposit(1));
  }

  @Override
  public void remove(List<String> keys) {
    keys.forEach(key -> runtime.deactivate(runtime.actor(Account.TYPE, key)));
    Nodes.awaitEmpty(runtime);
  }

  @Override
  public void close() {
    runtime.close();
  }
}

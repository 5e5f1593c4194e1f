package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.benchmarks.contender.Calls;
import java.util.ArrayList;
import java.util.List;

/// Calls over loopback TCP: a node that hosts the accounts and a client node that hosts nothing.
public final class MoonpoolRemote implements Calls {
  private final ActorRuntime server;
  private final ActorRuntime client;
  private final List<ActorRef<Account>> accounts = new ArrayList<>();

  /// Starts both and activates `accounts` accounts on the server.
  public MoonpoolRemote(int accounts) {
    NodeAddress address = Nodes.freeAddress();
    server =
        Nodes.start(
            ActorRuntime.builder("bench")
                .listen(address.toString())
                .nodes(List.of(address))
                .host(AccountActor.DEFINITION));
    client = Nodes.start(ActorRuntime.builder("bench").nodes(List.of(address)).know(Account.TYPE));
    for (int i = 0; i < accounts; i++) {
      ActorRef<Account> account = client.actor(Account.TYPE, "account-" + i);
      account.call(new Account.Deposit(1));
      this.accounts.add(account);
    }
  }

  @Override
  public long call(int target) {
    return accounts.get(target).call(new Account.Deposit(1)).cents();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}

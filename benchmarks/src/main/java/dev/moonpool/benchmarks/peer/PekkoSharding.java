package dev.moonpool.benchmarks.peer;

import dev.moonpool.benchmarks.contender.Calls;
import dev.moonpool.benchmarks.contender.Starts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/// Cluster sharding on a cluster of one node: Pekko's actors that are found by name and started by
/// their first message, which is what ours are.
public final class PekkoSharding implements Calls, Starts {
  private static final String SETTINGS =
      """
      pekko.actor.provider = cluster
      pekko.remote.artery { transport = tcp, canonical { hostname = "127.0.0.1", port = 0 } }
      pekko.cluster.downing-provider-class = ""
      pekko.cluster.min-nr-of-members = 1
      """;

  private final EntityTypeKey<PekkoAccount.Command> type =
      EntityTypeKey.create(PekkoAccount.Command.class, "account");
  private final ActorSystem<Void> system;
  private final ClusterSharding sharding;
  private final List<EntityRef<PekkoAccount.Command>> accounts = new ArrayList<>();
  private volatile CountDownLatch stopping = new CountDownLatch(0);

  /// Forms the cluster and starts `accounts` entities.
  public PekkoSharding(PekkoTuning tuning, int accounts) {
    system = ActorSystem.create(Behaviors.empty(), "sharding", tuning.config(SETTINGS));
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    sharding = ClusterSharding.get(system);
    sharding.init(Entity.of(type, context -> new PekkoAccount(() -> stopping.countDown())));
    for (int i = 0; i < accounts; i++) {
      EntityRef<PekkoAccount.Command> account = sharding.entityRefFor(type, "account-" + i);
      PekkoSystems.await(ask(account), "the first answer of entity " + i);
      this.accounts.add(account);
    }
  }

  @Override
  public long call(int target) {
    return ask(accounts.get(target)).toCompletableFuture().join().cents();
  }

  @Override
  public void start(String key) {
    ask(sharding.entityRefFor(type, key)).toCompletableFuture().join();
  }

  @Override
  public void remove(List<String> keys) {
    stopping = new CountDownLatch(keys.size());
    keys.forEach(key -> sharding.entityRefFor(type, key).tell(new PekkoAccount.Stop(0)));
    try {
      if (!stopping.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(stopping.getCount() + " entities did not stop in 60 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while entities stopped", e);
    }
  }

  @Override
  public void close() {
    PekkoSystems.stop(system);
  }

  private CompletionStage<PekkoAccount.Balance> ask(EntityRef<PekkoAccount.Command> account) {
    return account.ask(replyTo -> new PekkoAccount.Deposit(1, replyTo), PekkoSystems.ASK_TIMEOUT);
  }
}

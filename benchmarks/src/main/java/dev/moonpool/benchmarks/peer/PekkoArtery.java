package dev.moonpool.benchmarks.peer;

import dev.moonpool.benchmarks.contender.Calls;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// `ask` over Artery TCP: two actor systems on loopback, the payload as Jackson CBOR.
public final class PekkoArtery implements Calls {
  private static final String SETTINGS =
      """
      pekko.actor.provider = remote
      pekko.remote.use-unsafe-remote-features-outside-cluster = on
      pekko.remote.warn-unsafe-watch-outside-cluster = off
      pekko.remote.artery { transport = tcp, canonical { hostname = "127.0.0.1", port = 0 } }
      """;

  private final ActorSystem<Void> server;
  private final ActorSystem<Void> client;
  private final Scheduler scheduler;
  private final List<ActorRef<PekkoAccount.Command>> accounts = new ArrayList<>();

  /// Starts both systems, `accounts` accounts on the server's side, and connects the two.
  public PekkoArtery(PekkoTuning tuning, int accounts) {
    server = ActorSystem.create(Behaviors.empty(), "server", tuning.config(SETTINGS));
    client = ActorSystem.create(Behaviors.empty(), "client", tuning.config(SETTINGS));
    scheduler = client.scheduler();
    ActorRefResolver there = ActorRefResolver.get(server);
    ActorRefResolver here = ActorRefResolver.get(client);
    for (int i = 0; i < accounts; i++) {
      ActorRef<PekkoAccount.Command> account =
          server.systemActorOf(new PekkoAccount(() -> {}), "account-" + i, Props.empty());
      this.accounts.add(here.resolveActorRef(there.toSerializationFormat(account)));
    }
    call(0);
  }

  @Override
  public long call(int target) {
    return AskPattern.<PekkoAccount.Command, PekkoAccount.Balance>ask(
            accounts.get(target),
            replyTo -> new PekkoAccount.Deposit(1, replyTo),
            PekkoSystems.ASK_TIMEOUT,
            scheduler)
        .toCompletableFuture()
        .join()
        .cents();
  }

  @Override
  public void close() {
    PekkoSystems.stop(client);
    PekkoSystems.stop(server);
  }
}

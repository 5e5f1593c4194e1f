package dev.moonpool.benchmarks.peer;

import dev.moonpool.benchmarks.contender.Calls;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Typed `ask` on plain local actors: no directory, no entity, the shortest way Pekko has.
public final class PekkoAskCalls implements Calls {
  private final ActorSystem<Void> system;
  private final Scheduler scheduler;
  private final List<ActorRef<PekkoAccount.Command>> accounts = new ArrayList<>();

  /// Starts a system with `accounts` account actors.
  public PekkoAskCalls(PekkoTuning tuning, int accounts) {
    system = ActorSystem.create(Behaviors.empty(), "ask", tuning.config(""));
    scheduler = system.scheduler();
    for (int i = 0; i < accounts; i++) {
      this.accounts.add(
          system.systemActorOf(new PekkoAccount(() -> {}), "account-" + i, Props.empty()));
    }
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
    PekkoSystems.stop(system);
  }
}

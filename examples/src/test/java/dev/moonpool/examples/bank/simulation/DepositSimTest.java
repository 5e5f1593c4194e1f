package dev.moonpool.examples.bank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.examples.bank.Account;
import dev.moonpool.examples.bank.Bank;
import dev.moonpool.examples.bank.Teller;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.junit.Simulate;
import dev.moonpool.simulation.store.SimStateStore;
import dev.moonpool.testkit.ActorNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;

/// 100 deposits at once, on every topology.
@Tag("A20")
class DepositSimTest {
  private static final int DEPOSITS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  @Simulate(seeds = 3, topology = "1x1", profile = Simulate.CALM)
  void deposits_atOnceInPeace_endInTheRightBalance(Simulation simulation) {
    prepare(simulation);
  }

  @Simulate(seeds = 10, topology = "1x1", profile = Simulate.CHAOS)
  void deposits_atOnceOnOneNodeInChaos_loseNoneThatWasAnswered(Simulation simulation) {
    prepare(simulation);
  }

  @Simulate(seeds = 20, topology = "2x2", profile = Simulate.CHAOS)
  void deposits_atOnceOnTwoNodesInChaos_loseNoneThatWasAnswered(Simulation simulation) {
    prepare(simulation);
  }

  @Simulate(seeds = 10, topology = "2x2", profile = Simulate.AGGRESSIVE)
  void deposits_atOnceInTheWorstWeather_loseNoneThatWasAnswered(Simulation simulation) {
    prepare(simulation);
  }

  @Simulate(seeds = 2, topology = "10x10", profile = Simulate.CHAOS)
  void deposits_atOnceOnTenNodesInChaos_loseNoneThatWasAnswered(Simulation simulation) {
    prepare(simulation);
  }

  private static void prepare(Simulation simulation) {
    SimStateStore.in(simulation);
    simulation.processes(() -> ActorNode.of(Bank.definitions()));
    boolean peaceful = simulation.profile().equals(Profile.CALM);
    simulation.workloads(() -> new Deposits(peaceful));
  }

  /// Each workload has an account of its own and deposits one cent 100 times, all at once.
  private static final class Deposits implements Workload {
    private final boolean peaceful;
    private int answered;
    private int unknown;

    Deposits(boolean peaceful) {
      this.peaceful = peaceful;
    }

    @Override
    public void run(WorkloadContext context) throws Exception {
      try (ActorRuntime runtime = ActorNode.client(context)) {
        ActorRef<Account> account = account(runtime, context);
        new Teller(context.providers(), Duration.ofSeconds(5)).open(account, 0, PATIENCE);
        List<CompletableFuture<Account.Status>> deposits = new ArrayList<>();
        for (int i = 0; i < DEPOSITS; i++) {
          deposits.add(account.callAsync(new Account.Deposit(1), Duration.ofSeconds(30)));
        }
        for (CompletableFuture<Account.Status> deposit : deposits) {
          count(deposit);
        }
      }
    }

    private void count(CompletableFuture<Account.Status> deposit) throws InterruptedException {
      try {
        deposit.get();
        answered++;
      } catch (ExecutionException e) {
        // A handler that failed may have failed on a save whose outcome is unknown.
        boolean maybe =
            switch ((ActorException) e.getCause()) {
              case MaybeExecutedException _, FailedException _ -> true;
              case ActorException _ -> false;
            };
        unknown += maybe ? 1 : 0;
      }
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      assertThat(answered).isBetween(peaceful ? DEPOSITS : 0, DEPOSITS);
      try (ActorRuntime runtime = ActorNode.client(context)) {
        Teller teller = new Teller(context.providers(), Duration.ofSeconds(5));
        long balance = teller.read(account(runtime, context), PATIENCE).balance();
        assertThat(balance).isBetween((long) answered, (long) answered + unknown);
      }
    }

    private static ActorRef<Account> account(ActorRuntime runtime, WorkloadContext context) {
      return runtime.actor(Account.TYPE, "own-" + context.index());
    }
  }
}

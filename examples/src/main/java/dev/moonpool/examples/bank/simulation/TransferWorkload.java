package dev.moonpool.examples.bank.simulation;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.examples.bank.Account;
import dev.moonpool.examples.bank.Auditor;
import dev.moonpool.examples.bank.Auditor.Audit;
import dev.moonpool.examples.bank.Bank;
import dev.moonpool.examples.bank.Teller;
import dev.moonpool.examples.bank.Transfer;
import dev.moonpool.examples.bank.Transfer.Drive;
import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.testkit.ActorNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Clients that transfer between a few accounts until each transfer has ended, and an audit.
///
/// Accounts are few so that transfers meet on them, and poor so that some are refused. Now and then
/// two clients drive the same transfer at the same time.
public final class TransferWorkload implements Workload {
  /// How many transfers each workload makes.
  static final int TRANSFERS = 50;

  private static final int ACCOUNTS = 6;
  private static final long OPENING_CENTS = 1_000;
  private static final long TRANSFER_CENTS_MAX = 400;

  /// Within the profile's bound on liveness, with room for what is still to be healed.
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private @Nullable ActorRuntime runtime;
  private @Nullable Teller teller;

  /// One workload.
  public TransferWorkload() {}

  @Override
  public void setup(WorkloadContext context) throws IOException, InterruptedException {
    runtime = ActorNode.client(context, BankScenario.NAMESPACE);
    // Drawn, as impatient clients ask again while the first request is still on its way.
    long timeoutMillis = context.randomness().split("timeout").nextLong(200, 5_000);
    teller = new Teller(context.providers(), Duration.ofMillis(timeoutMillis));
    if (context.index() == 0) {
      for (ActorRef<Account> account : accounts()) {
        teller().open(account, OPENING_CENTS, PATIENCE);
      }
    }
  }

  @Override
  public void run(WorkloadContext context) throws InterruptedException {
    Randomness random = context.randomness().split("transfers");
    int clients = 1 + random.nextInt(8);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      Randomness own = random.split("client-" + client);
      tasks.add(
          context
              .providers()
              .tasks()
              .start("client-" + i, () -> transferAll(context, own, client, clients)));
    }
    for (Task task : tasks) {
      task.join();
    }
  }

  @Override
  public void check(WorkloadContext context) throws InterruptedException {
    Audit audit = new Auditor(context.providers(), teller()).audit(accounts(), PATIENCE);
    long opened = ACCOUNTS * OPENING_CENTS;
    if (!audit.finds(opened)) {
      String broken = audit.open() > 0 ? BankBooks.RELEASED : BankBooks.CONSERVED;
      throw new InvariantViolation(
          "%s: the audit found %s, opened were %d".formatted(broken, audit, opened));
    }
    runtime().close();
  }

  private void transferAll(WorkloadContext context, Randomness random, int client, int clients) {
    BankBooks books = context.shared(BankBooks.class);
    for (int i = client; i < TRANSFERS; i += clients) {
      String key = "t" + context.index() + "-" + i;
      Drive terms = terms(random);
      if (random.chance(0.1)) {
        transferByTwo(context, books, key, terms);
      } else {
        transfer(books, key, terms);
      }
      context.trace(key + " ended");
    }
  }

  private void transferByTwo(WorkloadContext context, BankBooks books, String key, Drive terms) {
    Coverage.reached("bank.driven-by-two");
    Task second =
        context
            .providers()
            .tasks()
            .start("second driver of " + key, () -> transfer(books, key, terms));
    transfer(books, key, terms);
    try {
      second.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void transfer(BankBooks books, String key, Drive terms) {
    try {
      Ending ending = teller().transfer(runtime().actor(Transfer.TYPE, key), terms, PATIENCE);
      books.told(key, ending);
      Coverage.sometimes(ending == Ending.COMPLETED, "bank.completed");
      Coverage.sometimes(ending == Ending.INSUFFICIENT_FUNDS, "bank.refused");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Drive terms(Randomness random) {
    int from = random.nextInt(ACCOUNTS);
    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    return new Drive(
        Bank.account(from), Bank.account(to), random.nextLong(1, TRANSFER_CENTS_MAX + 1));
  }

  private List<ActorRef<Account>> accounts() {
    return IntStream.range(0, ACCOUNTS)
        .mapToObj(i -> runtime().actor(Account.TYPE, Bank.account(i)))
        .toList();
  }

  private ActorRuntime runtime() {
    ActorRuntime running = runtime;
    if (running == null) {
      throw new IllegalStateException("set up first");
    }
    return running;
  }

  private Teller teller() {
    Teller asking = teller;
    if (asking == null) {
      throw new IllegalStateException("set up first");
    }
    return asking;
  }
}

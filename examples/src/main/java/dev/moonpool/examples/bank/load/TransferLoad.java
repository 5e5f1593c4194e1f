package dev.moonpool.examples.bank.load;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.examples.bank.Account;
import dev.moonpool.examples.bank.Bank;
import dev.moonpool.examples.bank.Teller;
import dev.moonpool.examples.bank.Transfer;
import dev.moonpool.examples.bank.Transfer.Drive;
import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Clients that transfer money between random accounts, each one transfer after the other.
public final class TransferLoad {
  /// What each account opens with: enough that most transfers go through, little enough that some
  /// are refused.
  public static final long OPENING_CENTS = 10_000;

  private static final long TRANSFER_CENTS_MAX = 2_000;

  private final Providers providers;
  private final Options options;
  private final Teller teller;
  private final Function<String, ActorRef<Account>> accounts;
  private final Function<String, ActorRef<Transfer>> transfers;
  private final Latencies latencies = new Latencies();
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile long startNanos;
  private volatile long endNanos;

  /// How much load.
  ///
  /// @param accounts how many accounts, at least 2
  /// @param clients how many clients at a time, at least 1
  /// @param length how long transfers are begun
  /// @param patience how long a client drives one transfer before it gives up
  /// @param run a name that no other run on the same store has; part of each transfer's key
  public record Options(int accounts, int clients, Duration length, Duration patience, String run) {
    /// Checks the ranges.
    public Options {
      if (accounts < 2 || clients < 1) {
        throw new IllegalArgumentException(
            "a load needs 2 accounts and 1 client or more, not %d and %d"
                .formatted(accounts, clients));
      }
    }
  }

  /// How a load stands.
  ///
  /// @param completed how many transfers moved money
  /// @param refused how many were refused
  /// @param elapsed how long transfers have been running
  /// @param repeated how many requests were sent again
  public record Progress(long completed, long refused, Duration elapsed, long repeated) {
    /// How many transfers have ended, either way.
    public long ended() {
      return completed + refused;
    }

    /// Ended transfers for each second.
    public double perSecond() {
      return elapsed.isPositive() ? ended() * 1e9 / elapsed.toNanos() : 0;
    }
  }

  /// @param accounts gives references to accounts
  /// @param transfers gives references to transfers
  public TransferLoad(
      Providers providers,
      Options options,
      Teller teller,
      Function<String, ActorRef<Account>> accounts,
      Function<String, ActorRef<Transfer>> transfers) {
    this.providers = providers;
    this.options = options;
    this.teller = teller;
    this.accounts = accounts;
    this.transfers = transfers;
  }

  /// References to all accounts of the load.
  public List<ActorRef<Account>> accounts() {
    List<ActorRef<Account>> all = new ArrayList<>();
    for (int i = 0; i < options.accounts(); i++) {
      all.add(accounts.apply(Bank.account(i)));
    }
    return all;
  }

  /// All money of the bank.
  public long openedCents() {
    return options.accounts() * OPENING_CENTS;
  }

  /// Opens the accounts, as many at a time as there are clients.
  ///
  /// @throws RuntimeException what kept an account from opening
  /// @throws InterruptedException if the task is interrupted
  public void open() throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    inParallel(
        "opener",
        client -> {
          for (int i = next.getAndIncrement();
              i < options.accounts() && !stopped;
              i = next.getAndIncrement()) {
            openOne(accounts.apply(Bank.account(i)));
          }
        });
  }

  /// Lets the clients work until time is over or [#stop] is called, and each end its last transfer.
  ///
  /// @throws RuntimeException what kept a transfer from ending
  /// @throws InterruptedException if the task is interrupted
  public void run() throws InterruptedException {
    startNanos = providers.time().nanoTime();
    inParallel("client", this::transferAgainAndAgain);
    endNanos = providers.time().nanoTime();
  }

  /// Lets no client begin another transfer.
  public void stop() {
    stopped = true;
  }

  /// How it stands now. Usable from any thread.
  public Progress progress() {
    long start = startNanos;
    long end = endNanos == 0 ? providers.time().nanoTime() : endNanos;
    Duration elapsed = start == 0 ? Duration.ZERO : Duration.ofNanos(end - start);
    return new Progress(completed.get(), refused.get(), elapsed, teller.repeated());
  }

  /// How long transfers took, from first asking to their end.
  public Latencies latencies() {
    return latencies;
  }

  private void transferAgainAndAgain(int client) {
    Randomness random = providers.randomness().split("client-" + client);
    long untilNanos = startNanos + options.length().toNanos();
    for (int i = 0; !stopped && providers.time().nanoTime() < untilNanos; i++) {
      String key = options.run() + "-" + client + "-" + i;
      transferOne(transfers.apply(key), terms(random));
    }
  }

  private Drive terms(Randomness random) {
    int from = random.nextInt(options.accounts());
    int to = (from + 1 + random.nextInt(options.accounts() - 1)) % options.accounts();
    return new Drive(
        Bank.account(from), Bank.account(to), random.nextLong(1, TRANSFER_CENTS_MAX + 1));
  }

  private void transferOne(ActorRef<Transfer> transfer, Drive terms) {
    long begun = providers.time().nanoTime();
    try {
      Ending ending = teller.transfer(transfer, terms, options.patience());
      latencies.record(providers.time().nanoTime() - begun);
      (ending == Ending.COMPLETED ? completed : refused).incrementAndGet();
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
  }

  private void openOne(ActorRef<Account> account) {
    try {
      teller.open(account, OPENING_CENTS, options.patience());
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
  }

  private void inParallel(String name, IntConsumer body) throws InterruptedException {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < options.clients(); i++) {
      int client = i;
      tasks.add(providers.tasks().start(name + "-" + i, () -> guarded(body, client)));
    }
    for (Task task : tasks) {
      task.join();
    }
    Throwable failed = failure.get();
    if (failed instanceof RuntimeException exception) {
      throw exception;
    }
    if (failed != null) {
      throw new IllegalStateException("a client failed", failed);
    }
  }

  /// The first failure is kept and stops the others.
  private void guarded(IntConsumer body, int client) {
    try {
      body.accept(client);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      stop();
    }
  }
}

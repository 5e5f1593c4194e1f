package dev.moonpool.examples.bank;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.foundation.Providers;
import java.time.Duration;
import java.util.List;

/// Counts the money once nobody moves it any more.
///
/// Reading an account activates it, so its own reviews run and strays of earlier trouble are
/// released; the auditor waits for that. Blocks its caller.
public final class Auditor {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Providers providers;
  private final Teller teller;

  /// @param teller reads the accounts
  public Auditor(Providers providers, Teller teller) {
    this.providers = providers;
    this.teller = teller;
  }

  /// What an audit found.
  ///
  /// @param accounts how many accounts were counted
  /// @param balances the sum of their balances
  /// @param open how many entries were still open when time was over; 0 if the bank is quiet
  public record Audit(int accounts, long balances, int open) {
    /// Whether nothing is under way and the balances alone are what was opened.
    public boolean finds(long opened) {
      return open == 0 && balances == opened;
    }
  }

  /// Reads every account until none has an open entry, or time is over.
  ///
  /// @param within how long to wait for the bank to become quiet
  /// @throws Teller.UnfinishedException if an account does not answer
  /// @throws InterruptedException if the task is interrupted
  public Audit audit(List<ActorRef<Account>> accounts, Duration within)
      throws InterruptedException {
    long start = providers.time().nanoTime();
    while (true) {
      Audit audit = count(accounts, within);
      if (audit.open() == 0 || providers.time().nanoTime() - start > within.toNanos()) {
        return audit;
      }
      providers.time().sleep(PAUSE);
    }
  }

  private Audit count(List<ActorRef<Account>> accounts, Duration within)
      throws InterruptedException {
    long balances = 0;
    int open = 0;
    for (ActorRef<Account> account : accounts) {
      Account.Status status = teller.read(account, within);
      balances += status.balance();
      open += status.open();
    }
    return new Audit(accounts.size(), balances, open);
  }
}

package dev.moonpool.examples.bank;

import dev.moonpool.examples.bank.AccountState.Entry;
import dev.moonpool.examples.bank.TransferState.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All states of a bank as they are stored at one instant, and the money in them.
///
/// Kept up to date one change at a time, so what it finds costs nothing to read. What an account is
/// worth is said at [Transfer]. Money comes in by opening alone: a deposit would look like money
/// that nobody opened. Not safe for use by several threads.
public final class Ledger {
  private final Map<String, AccountState> accounts = new LinkedHashMap<>();
  private final Map<String, TransferState> transfers = new LinkedHashMap<>();

  /// What each account should be worth: what it opened with, and the transfers that were decided.
  private final Map<String, Long> due = new LinkedHashMap<>();

  /// The accounts that are not worth that.
  private final Map<String, Long> wrong = new TreeMap<>();

  private long total;
  private long opened;

  /// An empty bank.
  public Ledger() {}

  /// An account was saved.
  public void account(String key, AccountState saved) {
    AccountState before = account(key);
    long worthBefore = worth(before);
    accounts.put(key, saved);
    total += worth(saved) - worthBefore;
    if (saved.opened() && !before.opened()) {
      opened += saved.balance();
      due.merge(key, saved.balance(), Long::sum);
    }
    compare(key);
  }

  /// A transfer was saved.
  public void transfer(String key, TransferState saved) {
    TransferState before = transfer(key);
    long worthBefore = worth(account(saved.from())) + worth(account(saved.to()));
    transfers.put(key, saved);
    total += worth(account(saved.from())) + worth(account(saved.to())) - worthBefore;
    if (isDecided(saved) && !isDecided(before)) {
      due.merge(saved.from(), -saved.cents(), Long::sum);
      due.merge(saved.to(), saved.cents(), Long::sum);
    }
    compare(saved.from());
    compare(saved.to());
  }

  /// All money: balances, holds and credits, each cent once.
  public long total() {
    return total;
  }

  /// Whether the money is all there; if not, what there is.
  public Optional<String> missing() {
    return total == opened
        ? Optional.empty()
        : Optional.of("%d cents were opened and there are %d".formatted(opened, total));
  }

  /// An account that has another amount than its opening and the decided transfers leave it, if
  /// there is one.
  public Optional<String> discrepancy() {
    return wrong.entrySet().stream()
        .findFirst()
        .map(
            entry ->
                "account %s is worth %d cents and should be worth %d: %s"
                    .formatted(
                        entry.getKey(),
                        entry.getValue(),
                        due.getOrDefault(entry.getKey(), 0L),
                        account(entry.getKey())));
  }

  /// The account of this key, as last saved.
  public AccountState account(String key) {
    return accounts.getOrDefault(key, AccountState.NEW);
  }

  /// The transfer of this key, as last saved.
  public TransferState transfer(String key) {
    return transfers.getOrDefault(key, TransferState.NEW);
  }

  private void compare(String key) {
    long worth = worth(account(key));
    if (worth == due.getOrDefault(key, 0L)) {
      wrong.remove(key);
    } else {
      wrong.put(key, worth);
    }
  }

  private long worth(AccountState account) {
    long worth = account.balance();
    for (Entry entry : account.open()) {
      TransferState transfer = transfer(entry.transfer());
      boolean owned = transfer.stage() == Stage.COMMITTED && isOwned(transfer, entry);
      worth +=
          switch (entry.side()) {
            case HOLD -> owned ? 0 : entry.cents();
            case CREDIT -> owned ? entry.cents() : 0;
          };
    }
    return worth;
  }

  private static boolean isDecided(TransferState transfer) {
    return switch (transfer.stage()) {
      case NONE, STARTED -> false;
      case COMMITTED -> true;
      case ENDED -> transfer.ending() == Transfer.Ending.COMPLETED;
    };
  }

  private static boolean isOwned(TransferState transfer, Entry entry) {
    return switch (entry.side()) {
      case HOLD -> entry.number() == transfer.hold();
      case CREDIT -> entry.number() == transfer.credit();
    };
  }
}

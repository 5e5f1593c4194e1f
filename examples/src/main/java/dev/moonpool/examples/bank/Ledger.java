package dev.moonpool.examples.bank;

import dev.moonpool.examples.bank.AccountState.Entry;
import dev.moonpool.examples.bank.TransferState.Stage;
import java.util.LinkedHashMap;
import java.util.Map;

/// All states of a bank as they are stored at one instant, and the money in them.
///
/// Kept up to date one change at a time, so the total costs nothing to read. What counts is said at
/// [Transfer]. Not safe for use by several threads.
public final class Ledger {
  private final Map<String, AccountState> accounts = new LinkedHashMap<>();
  private final Map<String, TransferState> transfers = new LinkedHashMap<>();
  private long total;

  /// An empty bank.
  public Ledger() {}

  /// An account was saved.
  public void account(String key, AccountState saved) {
    AccountState before = account(key);
    accounts.put(key, saved);
    total += worth(saved) - worth(before);
  }

  /// A transfer was saved.
  public void transfer(String key, TransferState saved) {
    long before = worth(account(saved.from())) + worth(account(saved.to()));
    transfers.put(key, saved);
    total += worth(account(saved.from())) + worth(account(saved.to())) - before;
  }

  /// All money: balances, holds and credits, each cent once.
  public long total() {
    return total;
  }

  /// The account of this key, as last saved.
  public AccountState account(String key) {
    return accounts.getOrDefault(key, AccountState.NEW);
  }

  /// The transfer of this key, as last saved.
  public TransferState transfer(String key) {
    return transfers.getOrDefault(key, TransferState.NEW);
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

  private static boolean isOwned(TransferState transfer, Entry entry) {
    return switch (entry.side()) {
      case HOLD -> entry.number() == transfer.hold();
      case CREDIT -> entry.number() == transfer.credit();
    };
  }
}

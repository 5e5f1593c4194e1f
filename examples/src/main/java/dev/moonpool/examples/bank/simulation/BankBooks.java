package dev.moonpool.examples.bank.simulation;

import dev.moonpool.examples.bank.Account;
import dev.moonpool.examples.bank.AccountState;
import dev.moonpool.examples.bank.Ledger;
import dev.moonpool.examples.bank.Transfer;
import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.examples.bank.TransferState;
import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.store.SimStateStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// Follows every save of a bank, at the instant at which it takes effect, and judges what is
/// stored.
///
/// Used on the world's driver only.
public final class BankBooks {
  /// Names the invariant that fails when the sum of all money changes.
  public static final String CONSERVED = "money is conserved";

  /// Names the invariant that fails when an account has not exactly what the transfers that were
  /// decided leave it.
  public static final String EXECUTED_ONCE = "every decided transfer is executed once";

  /// Names the invariant that fails when a client was told an end that is not stored.
  public static final String ACKNOWLEDGED = "no acknowledged transfer is lost";

  /// Names the invariant that fails when an entry that belongs to no transfer stays open.
  public static final String RELEASED = "what no transfer needs is released";

  // Shared by all worlds, as finding out how to read a record takes longer than a seed should.
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ObjectReader ACCOUNTS = JSON.readerFor(AccountState.class);
  private static final ObjectReader TRANSFERS = JSON.readerFor(TransferState.class);

  private final Ledger ledger = new Ledger();
  private final Map<String, Ending> told = new TreeMap<>();

  private BankBooks() {}

  /// Books of this world, with their invariants.
  static BankBooks of(Simulation simulation, SimStateStore store) {
    BankBooks books = new BankBooks();
    Simulation.Watch conserved =
        simulation.alwaysWhenMarked(CONSERVED, _ -> none(books.ledger.missing()));
    Simulation.Watch executed =
        simulation.alwaysWhenMarked(EXECUTED_ONCE, _ -> none(books.ledger.discrepancy()));
    store.onChange(
        (key, stored) -> {
          books.changed(key, stored);
          conserved.mark();
          executed.mark();
        });
    simulation.finallyHolds(ACKNOWLEDGED, _ -> none(books.forgotten()));
    return books;
  }

  /// A client was told that a transfer has ended so.
  ///
  /// @throws InvariantViolation if that is not what is stored
  void told(String transfer, Ending ending) {
    told.put(transfer, ending);
    Ending stored = ledger.transfer(transfer).ending();
    if (stored != ending) {
      throw new InvariantViolation(lost(transfer, ending, stored));
    }
  }

  private void changed(StateKey key, StoredState stored) {
    int slash = key.text().indexOf('/');
    int colons = key.text().indexOf("::");
    String type = key.text().substring(colons + 2, slash);
    String actor = key.text().substring(slash + 1);
    byte @Nullable [] bytes = stored.bytes().orElse(null);
    if (type.equals(Account.TYPE.name())) {
      ledger.account(actor, bytes == null ? AccountState.NEW : ACCOUNTS.readValue(bytes));
    } else if (type.equals(Transfer.TYPE.name())) {
      ledger.transfer(actor, bytes == null ? TransferState.NEW : TRANSFERS.readValue(bytes));
    }
  }

  private Optional<String> forgotten() {
    for (Map.Entry<String, Ending> entry : told.entrySet()) {
      Ending stored = ledger.transfer(entry.getKey()).ending();
      if (stored != entry.getValue()) {
        return Optional.of(lost(entry.getKey(), entry.getValue(), stored));
      }
    }
    return Optional.empty();
  }

  private static String lost(String transfer, Ending told, Ending stored) {
    return "%s: a client was told that %s ended as %s, but %s is stored"
        .formatted(ACKNOWLEDGED, transfer, told, stored);
  }

  private static boolean none(Optional<String> finding) {
    finding.ifPresent(
        what -> {
          throw new InvariantViolation(what);
        });
    return true;
  }
}

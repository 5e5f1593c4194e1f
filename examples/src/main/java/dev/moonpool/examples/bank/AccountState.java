package dev.moonpool.examples.bank;

import dev.moonpool.actors.api.Refusal;
import java.util.ArrayList;
import java.util.List;

/// An account as it is stored, and what each request makes of it: pure functions.
///
/// Each gives back `this` where nothing changes, so the caller saves only what is another object.
///
/// @param opened whether it was ever opened
/// @param balance what may be spent; holds are not in it
/// @param lastEntry the highest number that an entry was ever given; numbers are never given twice
/// @param open the entries, oldest first, at most [#OPEN_MAX] and one for each transfer
public record AccountState(boolean opened, long balance, long lastEntry, List<Entry> open) {
  /// How many transfers may have entries at once. More make the account's state larger, and every
  /// save with it; fewer refuse more of a burst.
  public static final int OPEN_MAX = 64;

  /// An account that nobody has opened.
  public static final AccountState NEW = new AccountState(false, 0, 0, List.of());

  /// Checks what must hold of any account and copies the list.
  public AccountState {
    open = List.copyOf(open);
    if (balance < 0 || lastEntry < 0 || open.size() > OPEN_MAX) {
      throw new IllegalArgumentException(
          "no account has balance %d, last entry %d and %d open entries"
              .formatted(balance, lastEntry, open.size()));
    }
  }

  /// What one transfer has on this account.
  ///
  /// @param transfer its key
  /// @param number the entry's own number on this account
  /// @param side whether money is to leave or to come
  /// @param cents how much
  public record Entry(String transfer, long number, Side side, long cents) {}

  /// Which way an entry's money goes.
  public enum Side {
    /// Set aside to leave.
    HOLD,
    /// Announced to come.
    CREDIT
  }

  /// What came of asking for an entry.
  public sealed interface Answer {
    /// The entry is there.
    ///
    /// @param state the account with it; the same object if the entry was there before
    /// @param number its number
    record Entered(AccountState state, long number) implements Answer {}

    /// The entry is refused and nothing changed.
    ///
    /// @param why the typed refusal
    record Refused(Refusal why) implements Answer {}
  }

  /// Opens the account, once.
  public AccountState open(long cents) {
    return opened ? this : new AccountState(true, cents, lastEntry, open);
  }

  /// Adds new money.
  public AccountState deposit(long cents) {
    return new AccountState(opened, Math.addExact(balance, cents), lastEntry, open);
  }

  /// Sets money aside for a transfer.
  ///
  /// @throws IllegalStateException if the transfer has another entry here
  public Answer hold(String transfer, long cents) {
    if (balance < cents && opened && entryOf(transfer) < 0) {
      return new Answer.Refused(new Account.Insufficient(balance, cents));
    }
    return enter(transfer, Side.HOLD, cents);
  }

  /// Announces a transfer's money.
  ///
  /// @throws IllegalStateException if the transfer has another entry here
  public Answer credit(String transfer, long cents) {
    return enter(transfer, Side.CREDIT, cents);
  }

  /// Ends an entry of a committed transfer. An entry that is no longer there was ended before.
  ///
  /// @throws IllegalStateException if this account never gave that number: what we hold is
  ///     outdated, and the entry stands, unsettled, in a later state that another activation has
  ///     written
  public AccountState settle(String transfer, long number) {
    if (number > lastEntry) {
      throw new IllegalStateException(
          ("asked to settle entry %d of transfer '%s', but only %d were ever made here:"
                  + " this activation is outdated")
              .formatted(number, transfer, lastEntry));
    }
    int at = entryOf(transfer);
    if (at < 0 || open.get(at).number() != number) {
      return this;
    }
    Entry entry = open.get(at);
    return switch (entry.side()) {
      case HOLD -> without(at, balance);
      case CREDIT -> without(at, Math.addExact(balance, entry.cents()));
    };
  }

  /// Ends an entry as if it had never been.
  ///
  /// @param number the entry's, or [Account.Release#ANY_ENTRY]
  public AccountState release(String transfer, long number) {
    int at = entryOf(transfer);
    if (at < 0) {
      return this;
    }
    Entry entry = open.get(at);
    if (number != Account.Release.ANY_ENTRY && number != entry.number()) {
      return this;
    }
    return switch (entry.side()) {
      case HOLD -> without(at, Math.addExact(balance, entry.cents()));
      case CREDIT -> without(at, balance);
    };
  }

  /// The account as others see it.
  public Account.Status status() {
    return new Account.Status(balance, sum(Side.HOLD), sum(Side.CREDIT), open.size());
  }

  private Answer enter(String transfer, Side side, long cents) {
    int at = entryOf(transfer);
    if (at >= 0) {
      return again(open.get(at), side, cents);
    }
    if (!opened) {
      return new Answer.Refused(new Account.UnknownAccount());
    }
    if (open.size() >= OPEN_MAX) {
      return new Answer.Refused(new Account.TooManyOpen(OPEN_MAX));
    }
    long number = lastEntry + 1;
    List<Entry> more = new ArrayList<>(open);
    more.add(new Entry(transfer, number, side, cents));
    long left = side == Side.HOLD ? balance - cents : balance;
    return new Answer.Entered(new AccountState(true, left, number, more), number);
  }

  private Answer again(Entry entry, Side side, long cents) {
    if (entry.side() != side || entry.cents() != cents) {
      throw new IllegalStateException(
          "transfer '%s' has a %s of %d here and asks for a %s of %d: its requests are forged"
              .formatted(entry.transfer(), entry.side(), entry.cents(), side, cents));
    }
    return new Answer.Entered(this, entry.number());
  }

  private AccountState without(int index, long changedBalance) {
    List<Entry> fewer = new ArrayList<>(open);
    fewer.remove(index);
    return new AccountState(opened, changedBalance, lastEntry, fewer);
  }

  private int entryOf(String transfer) {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).transfer().equals(transfer)) {
        return i;
      }
    }
    return -1;
  }

  private long sum(Side side) {
    long sum = 0;
    for (Entry entry : open) {
      if (entry.side() == side) {
        sum += entry.cents();
      }
    }
    return sum;
  }
}

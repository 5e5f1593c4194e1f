package dev.moonpool.examples.bank;

import dev.moonpool.examples.bank.AccountState.Answer;
import dev.moonpool.examples.bank.AccountState.Entry;
import dev.moonpool.examples.bank.AccountState.Side;
import java.util.ArrayList;
import java.util.List;

/// What planted faults do instead of the bank's own methods.
final class BankFaults {
  private BankFaults() {}

  /// Enters as an account does, but takes the money again for a hold that is there already.
  static Answer enterTwice(AccountState account, String transfer, Side side, long cents) {
    for (Entry entry : account.open()) {
      if (entry.transfer().equals(transfer)) {
        long left = side == Side.HOLD ? Math.max(0, account.balance() - cents) : account.balance();
        return new Answer.Entered(
            new AccountState(true, left, account.lastEntry(), account.open()), entry.number());
      }
    }
    if (!account.opened()) {
      return new Answer.Refused(new Account.UnknownAccount());
    }
    if (account.open().size() >= AccountState.OPEN_MAX) {
      return new Answer.Refused(new Account.TooManyOpen(AccountState.OPEN_MAX));
    }
    long number = account.lastEntry() + 1;
    long left = side == Side.HOLD ? account.balance() - cents : account.balance();
    List<Entry> more = new ArrayList<>(account.open());
    more.add(new Entry(transfer, number, side, cents));
    return new Answer.Entered(new AccountState(true, left, number, more), number);
  }
}

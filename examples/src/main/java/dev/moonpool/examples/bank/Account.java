package dev.moonpool.examples.bank;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;

/// What may be asked of an account. Its key is the account's number.
///
/// Money is counted in cents. `Hold`, `Credit`, `Settle` and `Release` belong to transfers and may
/// be repeated at will; see [Transfer].
public interface Account {
  /// How much one request may move or open with: 10 billion in whole units. Sums of nine million
  /// such amounts still fit a `long`, so balances are added without fear of overflow.
  long CENTS_MAX = 1_000_000_000_000L;

  /// The stable names of the protocol.
  ActorType<Account> TYPE =
      ActorType.named("account", Account.class)
          .request("open", Open.class, Status.class)
          .request("deposit", Deposit.class, Status.class)
          .request("read", Read.class, Status.class, RequestFlag.READ_ONLY)
          .request("hold", Hold.class, Entered.class)
          .request("credit", Credit.class, Entered.class)
          .request("settle", Settle.class, Nothing.class)
          .request("release", Release.class, Nothing.class)
          .request("review", Review.class, Nothing.class, RequestFlag.SUPPRESS_KEEP_ALIVE)
          .refusal("insufficient", Insufficient.class)
          .refusal("too-many-open", TooManyOpen.class)
          .refusal("unknown-account", UnknownAccount.class);

  /// Opens the account with this much money; does nothing if it is open already.
  ///
  /// @param cents 0 or more
  record Open(long cents) implements Request<Account, Status> {
    /// Checks the amount.
    public Open {
      if (cents < 0 || cents > CENTS_MAX) {
        throw new IllegalArgumentException(
            "an account opens with 0 to %d cents, not %d".formatted(CENTS_MAX, cents));
      }
    }
  }

  /// Brings new money into the bank. Unlike a transfer it has no name, so each call that runs
  /// counts: what may have run must not be repeated blindly.
  ///
  /// @param cents 1 or more
  record Deposit(long cents) implements Request<Account, Status> {
    /// Checks the amount.
    public Deposit {
      checkAmount(cents);
    }
  }

  /// Asks how the account stands.
  record Read() implements Request<Account, Status> {}

  /// Sets money aside for a transfer, if there is enough.
  ///
  /// @param transfer the transfer's key
  /// @param cents 1 or more
  record Hold(String transfer, long cents) implements Request<Account, Entered> {
    /// Checks the amount.
    public Hold {
      checkAmount(cents);
    }
  }

  /// Announces money that a transfer will bring.
  ///
  /// @param transfer the transfer's key
  /// @param cents 1 or more
  record Credit(String transfer, long cents) implements Request<Account, Entered> {
    /// Checks the amount.
    public Credit {
      checkAmount(cents);
    }
  }

  /// Ends one entry because its transfer is decided: what was held leaves, what was credited stays.
  ///
  /// @param transfer the transfer's key
  /// @param entry the entry's number on this account
  record Settle(String transfer, long entry) implements Request<Account, Nothing> {}

  /// Ends an entry as if it had never been: what was held returns, what was credited is forgotten.
  ///
  /// @param transfer the transfer's key
  /// @param entry the entry's number on this account; [#ANY_ENTRY] for whatever the transfer has
  ///     here
  record Release(String transfer, long entry) implements Request<Account, Nothing> {
    /// Whatever entry the transfer has: right once the transfer was refused, as it then owns
    /// nothing.
    public static final long ANY_ENTRY = 0;
  }

  /// The account's reminder to itself to ask after entries that have been open for long.
  ///
  /// @param round which reminder it is, counted from 1 by each activation
  record Review(long round) implements Request<Account, Nothing> {}

  /// An entry that a transfer has on an account.
  ///
  /// @param number unique on that account for all time
  record Entered(long number) {}

  /// How an account stands.
  ///
  /// @param balance what may be spent
  /// @param held what transfers have set aside, not in the balance
  /// @param incoming what transfers have announced, not in the balance
  /// @param open how many entries those are
  record Status(long balance, long held, long incoming, int open) {}

  /// Too little money for the hold.
  ///
  /// @param available the balance
  /// @param requested what was asked for
  record Insufficient(long available, long requested) implements Refusal {}

  /// Too many transfers have entries on this account at once.
  ///
  /// @param limit how many there may be
  record TooManyOpen(int limit) implements Refusal {}

  /// The account was never opened.
  record UnknownAccount() implements Refusal {}

  /// Checks an amount that is to be moved.
  private static void checkAmount(long cents) {
    if (cents < 1 || cents > CENTS_MAX) {
      throw new IllegalArgumentException(
          "an amount is 1 to %d cents, not %d".formatted(CENTS_MAX, cents));
    }
  }
}

package dev.moonpool.examples.bank;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.Request;
import java.util.Objects;

/// What may be asked of a transfer: money on its way from one account to another. Its key is the
/// transfer's name, which the client chooses.
///
/// ## The protocol
///
/// A transfer is itself an actor. It keeps its state for ever, drives both accounts, and answers
/// `Drive` once it has ended. Whoever got no answer asks again, with the same key, as often as it
/// likes.
///
/// | stage | what is true | step | next |
/// |---|---|---|---|
/// | `NONE` | nobody asked yet | save the terms | `STARTED` |
/// | `STARTED` | undecided | `Hold` and `Credit`; save both numbers | `COMMITTED` |
/// | `STARTED` | an account refused | save why; `Release`, not waited for | `ENDED` |
/// | `COMMITTED` | the money moves | `Settle` both entries, by number; save | `ENDED` |
/// | `ENDED` | for ever | the actor deactivates itself | |
///
/// `Hold` at the source and `Credit` at the target are asked for at once, and each is answered with
/// the number of its entry.
///
/// An account enters a transfer under its key and gives the entry a number that it never gives
/// again. It forgets an entry when it is settled or released, so its state does not grow. The price
/// is that it cannot tell a *late* `Hold` or `Credit`, one that comes when the entry was made and
/// ended already, from a first one: it enters it again, under a new number. Such an entry is a
/// stray. It is found because every account asks after entries that stay open (`Review`), and it is
/// recognised because its number is not one that the transfer committed to.
///
/// ## Why no money is lost or doubled
///
/// Let the worth of an account be its balance; add, for each entry, its cents if it is
/// - a hold, unless its transfer is `COMMITTED` to exactly that number;
/// - a credit, if its transfer is `COMMITTED` to exactly that number.
///
/// The sum over all accounts is constant, because each single save leaves it alone:
/// - making a hold moves cents from balance to hold; making a credit adds an entry worth nothing;
/// - the save of `COMMITTED` takes the worth from the hold and gives it to the credit. Both exist
///   then: they were answered, and entries end only by `Settle`, which is sent after the commit, or
///   by `Release`, which is sent for numbers that an ended or committed transfer does not own;
/// - settling removes a hold worth nothing, or turns a credit into balance. A number is settled
///   once, because it is given once;
/// - the save of `ENDED` after the commit finds both entries gone: each account said so. An account
///   says so only for a number that it has given itself ([AccountState#settle]): an outdated
///   activation, which may not yet know the entry, fails instead of taking it for settled;
/// - refusing, the other way to `ENDED`, changes no worth: before it, holds counted and credits did
///   not, and so it stays;
/// - releasing turns a hold into balance or removes a credit worth nothing.
///
/// Of two activations of one actor that both believe to be the one, the store lets one write, so
/// there is one decision for each transfer and one history for each account. Any step may be
/// repeated, late, or lost: repeating finds its entry or its stage, late ones make strays, and lost
/// ones are sent again by whoever drives: the client, or an account that asks after its entry.
///
/// When nothing is on its way and no entry is open, the balances alone are the sum.
public interface Transfer {
  /// The stable names of the protocol.
  ActorType<Transfer> TYPE =
      ActorType.named("transfer", Transfer.class)
          .request("drive", Drive.class, Ended.class)
          .request("review", Review.class, Nothing.class)
          .refusal("other-terms", OtherTerms.class);

  /// Starts the transfer, or goes on with it, and answers when it has ended.
  ///
  /// @param from the account that pays
  /// @param to the account that is paid, another one
  /// @param cents 1 or more
  record Drive(String from, String to, long cents) implements Request<Transfer, Ended> {
    /// Checks the terms.
    public Drive {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      if (from.equals(to)) {
        throw new IllegalArgumentException(
            "a transfer needs two accounts, this one names '%s' twice".formatted(from));
      }
      if (cents < 1 || cents > Account.CENTS_MAX) {
        throw new IllegalArgumentException(
            "an amount is 1 to %d cents, not %d".formatted(Account.CENTS_MAX, cents));
      }
    }
  }

  /// An account's question about an entry that stays open: drives the transfer on, and releases the
  /// entry if it is not one of the transfer's.
  ///
  /// @param account whose entry
  /// @param entry its number
  record Review(String account, long entry) implements Request<Transfer, Nothing> {}

  /// The answer of a transfer that has ended.
  ///
  /// @param ending how
  record Ended(Ending ending) {}

  /// How a transfer ends.
  enum Ending {
    /// It has not ended.
    NONE,
    /// The money has moved.
    COMPLETED,
    /// The source had too little; nothing moved.
    INSUFFICIENT_FUNDS,
    /// One of the accounts had too many open entries; nothing moved. Ending here, instead of trying
    /// again, is what keeps full accounts from waiting for one another.
    TOO_MANY_OPEN,
    /// One of the accounts was never opened; nothing moved.
    UNKNOWN_ACCOUNT
  }

  /// The key is taken by a transfer on other terms.
  ///
  /// @param from who pays there
  /// @param to who is paid there
  /// @param cents how much
  record OtherTerms(String from, String to, long cents) implements Refusal {}
}

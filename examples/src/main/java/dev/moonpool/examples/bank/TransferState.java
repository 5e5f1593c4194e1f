package dev.moonpool.examples.bank;

import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.foundation.Invariant;

/// A transfer as it is stored, and its transitions: pure functions. The table is at [Transfer].
///
/// @param stage how far it is
/// @param from the account that pays; empty before it started
/// @param to the account that is paid; empty before it started
/// @param cents how much
/// @param hold the number of its entry at the source, once it is committed; 0 before
/// @param credit the number of its entry at the target, once it is committed; 0 before
/// @param ending how it ended; `NONE` until then
public record TransferState(
    Stage stage, String from, String to, long cents, long hold, long credit, Ending ending) {
  /// A transfer that nobody has asked for.
  public static final TransferState NEW =
      new TransferState(Stage.NONE, "", "", 0, 0, 0, Ending.NONE);

  /// How far a transfer is.
  public enum Stage {
    /// Nobody asked for it yet.
    NONE,
    /// Its terms are known and nothing is decided.
    STARTED,
    /// It is decided that the money moves.
    COMMITTED,
    /// It has ended, one way or the other.
    ENDED
  }

  /// What an account does with an entry that it asked about.
  public enum Verdict {
    /// The entry may be one that the transfer needs.
    KEEP,
    /// The entry is none of the transfer's: a late request made it.
    RELEASE
  }

  /// Takes the terms, or gives back `this` if it has just these.
  ///
  /// @throws IllegalArgumentException if it has others
  public TransferState start(Transfer.Drive terms) {
    if (stage == Stage.NONE) {
      return changed(
          new TransferState(
              Stage.STARTED, terms.from(), terms.to(), terms.cents(), 0, 0, Ending.NONE));
    }
    if (!isOn(terms)) {
      throw new IllegalArgumentException(
          "the transfer moves %d from '%s' to '%s', not %d from '%s' to '%s'"
              .formatted(cents, from, to, terms.cents(), terms.from(), terms.to()));
    }
    return this;
  }

  /// Whether these are its terms.
  public boolean isOn(Transfer.Drive terms) {
    return from.equals(terms.from()) && to.equals(terms.to()) && cents == terms.cents();
  }

  /// Decides that the money moves, by these two entries.
  public TransferState commit(long holdEntry, long creditEntry) {
    Invariant.check(holdEntry > 0 && creditEntry > 0, "a transfer commits to two entries");
    return changed(
        new TransferState(Stage.COMMITTED, from, to, cents, holdEntry, creditEntry, Ending.NONE));
  }

  /// Ends a committed transfer whose entries are both settled.
  public TransferState complete() {
    return changed(new TransferState(Stage.ENDED, from, to, cents, hold, credit, Ending.COMPLETED));
  }

  /// Ends a transfer that an account refused.
  public TransferState refuse(Ending why) {
    Invariant.check(
        why != Ending.NONE && why != Ending.COMPLETED, "a refused transfer ends with a reason");
    return changed(new TransferState(Stage.ENDED, from, to, cents, 0, 0, why));
  }

  /// What is to become of an entry that an account found open.
  ///
  /// Only `RELEASE` is a statement about ever after, so an outdated activation may say either.
  public Verdict verdict(String account, long entry) {
    return switch (stage) {
      case NONE, STARTED -> Verdict.KEEP;
      case COMMITTED -> owns(account, entry) ? Verdict.KEEP : Verdict.RELEASE;
      case ENDED -> Verdict.RELEASE;
    };
  }

  /// Whether the transfer committed to this entry.
  public boolean owns(String account, long entry) {
    return (account.equals(from) && entry == hold) || (account.equals(to) && entry == credit);
  }

  /// Every change of stage goes through here.
  private TransferState changed(TransferState next) {
    boolean legal =
        switch (next.stage) {
          case NONE -> false;
          case STARTED -> stage == Stage.NONE;
          case COMMITTED -> stage == Stage.STARTED;
          case ENDED ->
              stage == (next.ending == Ending.COMPLETED ? Stage.COMMITTED : Stage.STARTED);
        };
    Invariant.check(legal, () -> "a transfer does not go from %s to %s".formatted(this, next));
    return next;
  }
}

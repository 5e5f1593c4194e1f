package dev.moonpool.examples.bank;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.examples.bank.AccountState.Answer;
import dev.moonpool.examples.bank.AccountState.Entry;
import dev.moonpool.foundation.Coverage;
import java.time.Duration;

/// An account on the runtime: [AccountState] decides, this saves what changed.
///
/// While entries are open it asks after those that stay, every few seconds.
final class AccountActor implements ActorLifecycle {
  static final Definition<Account, AccountActor> DEFINITION =
      Account.TYPE
          .state(AccountState.class, AccountState.NEW)
          .create(AccountActor::new)
          .on(Account.Open.class, AccountActor::open)
          .on(Account.Deposit.class, AccountActor::deposit)
          .on(Account.Read.class, AccountActor::read)
          .on(Account.Hold.class, AccountActor::hold)
          .on(Account.Credit.class, AccountActor::credit)
          .on(Account.Settle.class, AccountActor::settle)
          .on(Account.Release.class, AccountActor::release)
          .on(Account.Review.class, AccountActor::review);

  /// How often. A healthy transfer takes milliseconds, so sooner would only ask after transfers
  /// that are about to end; later keeps a stray's money out of reach for longer.
  private static final Duration REVIEW_EVERY = Duration.ofSeconds(2);

  /// A reminder may be lost, like all that is sent one way. After so many further turns, then twice
  /// as many, another is sent: a waiting one is not lost by that, and a busy account sends only a
  /// few.
  private static final int TURNS_IN_VAIN = 32;

  private final ActorContext context;
  private final ActorState<AccountState> state;

  /// How many reminders were sent, and the last of them that needs no other.
  private long reviewsAsked;

  private long reviewsDone;
  private int turnsInVain;
  private int turnsInVainMax = TURNS_IN_VAIN;

  /// Entries up to this number were open a while ago already.
  private long reviewUpTo;

  AccountActor(ActorContext context, ActorState<AccountState> state) {
    this.context = context;
    this.state = state;
    this.reviewUpTo = state.get().lastEntry();
  }

  @Override
  public void onActivate() {
    reviewLater();
  }

  private Account.Status open(Account.Open request) {
    return save(state.get().open(request.cents())).status();
  }

  private Account.Status deposit(Account.Deposit request) {
    if (!state.get().opened()) {
      throw new RefusedException(new Account.UnknownAccount());
    }
    return save(state.get().deposit(request.cents())).status();
  }

  private Account.Status read(Account.Read request) {
    reviewLater();
    return state.get().status();
  }

  private Account.Entered hold(Account.Hold request) {
    return entered(state.get().hold(request.transfer(), request.cents()));
  }

  private Account.Entered credit(Account.Credit request) {
    return entered(state.get().credit(request.transfer(), request.cents()));
  }

  private Nothing settle(Account.Settle request) {
    save(state.get().settle(request.transfer(), request.entry()));
    return Nothing.NOTHING;
  }

  private Nothing release(Account.Release request) {
    save(state.get().release(request.transfer(), request.entry()));
    return Nothing.NOTHING;
  }

  private Nothing review(Account.Review request) {
    if (request.round() <= reviewsDone) {
      return Nothing.NOTHING;
    }
    reviewsDone = reviewsAsked;
    turnsInVainMax = TURNS_IN_VAIN;
    for (Entry entry : state.get().open()) {
      if (entry.number() <= reviewUpTo) {
        Coverage.reached("bank.entry-reviewed");
        askAfter(entry);
      }
    }
    reviewUpTo = state.get().lastEntry();
    reviewLater();
    return Nothing.NOTHING;
  }

  private void askAfter(Entry entry) {
    try {
      context
          .actor(Transfer.TYPE, entry.transfer())
          .send(new Transfer.Review(context.id().key(), entry.number()));
    } catch (ActorException e) {
      // The next review asks again.
      context.logger().log(System.Logger.Level.DEBUG, "transfer {0} not asked", entry.transfer());
    }
  }

  private Account.Entered entered(Answer answer) {
    return switch (answer) {
      case Answer.Entered(AccountState changed, long number) -> {
        save(changed);
        reviewLater();
        yield new Account.Entered(number);
      }
      case Answer.Refused(var why) -> throw new RefusedException(why);
    };
  }

  private AccountState save(AccountState changed) {
    return changed == state.get() ? changed : state.persist(changed);
  }

  private void reviewLater() {
    if (state.get().open().isEmpty()) {
      return;
    }
    boolean waits = reviewsAsked > reviewsDone;
    if (waits && ++turnsInVain < turnsInVainMax) {
      return;
    }
    if (waits) {
      Coverage.reached("bank.review-asked-again");
      turnsInVainMax = 2 * turnsInVainMax;
    }
    turnsInVain = 0;
    reviewsAsked++;
    context.sendLater(REVIEW_EVERY, new Account.Review(reviewsAsked));
  }
}

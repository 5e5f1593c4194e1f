package dev.moonpool.examples.bank;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.examples.bank.TransferState.Stage;
import dev.moonpool.foundation.Coverage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A transfer on the runtime: takes the steps of [Transfer]'s table, one save after each.
///
/// Each turn goes as far as it can. A call that fails fails the turn, and whoever drives the
/// transfer again goes on from the last saved stage.
final class TransferActor {
  static final Definition<Transfer, TransferActor> DEFINITION =
      Transfer.TYPE
          .state(TransferState.class, TransferState.NEW)
          .create(TransferActor::new)
          .on(Transfer.Drive.class, TransferActor::drive)
          .on(Transfer.Review.class, TransferActor::review);

  private final ActorContext context;
  private final ActorState<TransferState> state;

  TransferActor(ActorContext context, ActorState<TransferState> state) {
    this.context = context;
    this.state = state;
  }

  private Transfer.Ended drive(Transfer.Drive request) throws Exception {
    TransferState known = state.get();
    if (known.stage() == Stage.NONE) {
      state.persist(known.start(request));
    } else if (!known.isOn(request)) {
      throw new RefusedException(new Transfer.OtherTerms(known.from(), known.to(), known.cents()));
    }
    advance();
    return new Transfer.Ended(state.get().ending());
  }

  private Nothing review(Transfer.Review request) throws Exception {
    try {
      if (state.get().stage() != Stage.NONE) {
        advance();
      }
    } finally {
      // Even if it could not go on: a stray can be told from its own entries once it is committed.
      if (state.get().verdict(request.account(), request.entry())
          == TransferState.Verdict.RELEASE) {
        Coverage.reached("bank.stray-released");
        release(request.account(), request.entry());
      }
    }
    return Nothing.NOTHING;
  }

  private void advance() throws Exception {
    if (state.get().stage() == Stage.STARTED) {
      decide();
    }
    if (state.get().stage() == Stage.COMMITTED) {
      settle();
    }
    if (state.get().stage() == Stage.ENDED) {
      context.deactivate();
    }
  }

  /// Asks both accounts at once, as neither has to wait for the other.
  private void decide() throws Exception {
    TransferState known = state.get();
    CompletableFuture<Account.Entered> hold =
        source().callAsync(new Account.Hold(key(), known.cents()));
    CompletableFuture<Account.Entered> credit =
        target().callAsync(new Account.Credit(key(), known.cents()));
    Reply held = reply(hold);
    Reply credited = reply(credit);
    if (held instanceof Reply.Refused(Refusal why)) {
      refuse(why);
    } else if (credited instanceof Reply.Refused(Refusal why)) {
      refuse(why);
    } else {
      state.persist(known.commit(held.number(), credited.number()));
    }
  }

  private void refuse(Refusal why) {
    Ending ending =
        switch (why) {
          case Account.Insufficient(long available, long requested) -> Ending.INSUFFICIENT_FUNDS;
          case Account.TooManyOpen(int limit) -> Ending.TOO_MANY_OPEN;
          case Account.UnknownAccount() -> Ending.UNKNOWN_ACCOUNT;
          default -> throw new IllegalStateException("an account refused with " + why);
        };
    TransferState refused = state.persist(state.get().refuse(ending));
    release(refused.from(), Account.Release.ANY_ENTRY);
    release(refused.to(), Account.Release.ANY_ENTRY);
  }

  private void settle() throws Exception {
    TransferState known = state.get();
    CompletableFuture<Nothing> left = source().callAsync(new Account.Settle(key(), known.hold()));
    CompletableFuture<Nothing> arrived =
        target().callAsync(new Account.Settle(key(), known.credit()));
    answer(left);
    answer(arrived);
    state.persist(known.complete());
  }

  /// Not waited for: what is lost here is found by the account's own review.
  private void release(String account, long entry) {
    Request<Account, Nothing> release = new Account.Release(key(), entry);
    try {
      context.actor(Account.TYPE, account).send(release);
    } catch (ActorException e) {
      context.logger().log(System.Logger.Level.DEBUG, "account {0} not told", account);
    }
  }

  private ActorRef<Account> source() {
    return context.actor(Account.TYPE, state.get().from());
  }

  private ActorRef<Account> target() {
    return context.actor(Account.TYPE, state.get().to());
  }

  private String key() {
    return context.id().key();
  }

  /// Refusals are answers here; all else is a failure, kept until the other account has answered
  /// too.
  private static Reply reply(CompletableFuture<Account.Entered> call) throws InterruptedException {
    try {
      return new Reply.Entered(call.get().number());
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case RefusedException refused -> new Reply.Refused(refused.refusal());
        case RuntimeException failure -> new Reply.Failed(failure);
        case null, default -> throw new IllegalStateException("a call failed oddly", e);
      };
    }
  }

  private static void answer(CompletableFuture<Nothing> call) throws InterruptedException {
    try {
      call.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a call failed oddly", e);
    }
  }

  private sealed interface Reply {
    /// The entry's number.
    ///
    /// @throws RuntimeException the call's failure, if there is none
    default long number() {
      return switch (this) {
        case Entered(long number) -> number;
        case Failed(RuntimeException failure) -> throw failure;
        case Refused(Refusal why) -> throw new IllegalStateException("refused: " + why);
      };
    }

    record Entered(long value) implements Reply {}

    record Refused(Refusal why) implements Reply {}

    record Failed(RuntimeException failure) implements Reply {}
  }
}

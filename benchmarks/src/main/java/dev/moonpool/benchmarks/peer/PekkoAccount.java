package dev.moonpool.benchmarks.peer;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// An account as a typed Pekko actor: the same payload and the same work as ours.
///
/// Written on `ExtensibleBehavior`, the leanest of Pekko's Java styles, so that no builder is paid
/// for in each started entity.
final class PekkoAccount extends ExtensibleBehavior<PekkoAccount.Command> {
  /// What an account takes.
  sealed interface Command extends Wire {}

  /// Adds `cents` and answers the new balance.
  record Deposit(long cents, ActorRef<Balance> replyTo) implements Command {}

  /// Ends the account's actor.
  record Stop(long reason) implements Command {}

  /// What an account holds.
  record Balance(long cents) implements Wire {}

  private final Runnable onStopped;
  private long cents;

  /// Creates an account that runs `onStopped` once its actor has ended.
  PekkoAccount(Runnable onStopped) {
    this.onStopped = onStopped;
  }

  @Override
  public Behavior<Command> receive(TypedActorContext<Command> context, Command command) {
    return switch (command) {
      case Deposit deposit -> {
        cents += deposit.cents();
        deposit.replyTo().tell(new Balance(cents));
        yield this;
      }
      case Stop stop -> Behaviors.stopped();
    };
  }

  @Override
  public Behavior<Command> receiveSignal(TypedActorContext<Command> context, Signal signal) {
    if (signal instanceof PostStop) {
      onStopped.run();
    }
    return this;
  }
}

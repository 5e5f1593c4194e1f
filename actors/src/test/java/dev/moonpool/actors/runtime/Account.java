package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.Request;

/// The protocol that most tests of the runtime speak.
interface Account {
  record Balance(long cents) {}

  record Deposit(long cents) implements Request<Account, Balance> {}

  record Withdraw(long cents) implements Request<Account, Balance> {}

  record ReadBalance() implements Request<Account, Balance> {}

  record Insufficient(long available, long requested) implements Refusal {}

  ActorType<Account> TYPE =
      ActorType.named("account", Account.class)
          .request("deposit", Deposit.class, Balance.class)
          .request("withdraw", Withdraw.class, Balance.class)
          .request("read-balance", ReadBalance.class, Balance.class)
          .refusal("insufficient", Insufficient.class);

  Definition<Account, Actor> DEFINITION =
      TYPE.state(Balance.class, new Balance(0))
          .create(Actor::new)
          .on(Deposit.class, Actor::deposit)
          .on(Withdraw.class, Actor::withdraw)
          .on(ReadBalance.class, Actor::read);

  /// An account whose balance is stored.
  final class Actor {
    private final ActorState<Balance> balance;

    Actor(ActorContext context, ActorState<Balance> balance) {
      this.balance = balance;
    }

    Balance deposit(Deposit request) {
      return balance.persist(new Balance(balance.get().cents() + request.cents()));
    }

    Balance withdraw(Withdraw request) {
      long available = balance.get().cents();
      if (available < request.cents()) {
        throw new RefusedException(new Insufficient(available, request.cents()));
      }
      return balance.persist(new Balance(available - request.cents()));
    }

    Balance read(ReadBalance request) {
      return balance.get();
    }
  }
}

package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.Definition;

/// An account that keeps its balance in memory, as Pekko's does.
final class AccountActor {
  static final Definition<Account, AccountActor> DEFINITION =
      Account.TYPE.create(AccountActor::new).on(Account.Deposit.class, AccountActor::deposit);

  static final Definition<Account, AccountActor> DIRECT = DEFINITION.direct();

  private long cents;

  private AccountActor(ActorContext context) {}

  private Account.Balance deposit(Account.Deposit deposit) {
    cents += deposit.cents();
    return new Account.Balance(cents);
  }
}

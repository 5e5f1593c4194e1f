package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Request;

/// What is asked of an account: the same payload as Pekko's.
interface Account {
  /// What an account holds: the answer, and the state of those that keep one.
  record Balance(long cents) {}

  /// Adds `cents` and answers the new balance.
  record Deposit(long cents) implements Request<Account, Balance> {}

  /// Its stable names.
  ActorType<Account> TYPE =
      ActorType.named("account", Account.class).request("deposit", Deposit.class, Balance.class);
}

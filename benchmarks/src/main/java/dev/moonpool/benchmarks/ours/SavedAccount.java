package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Request;

/// An account whose balance is in the store.
final class SavedAccount {
  /// What is asked of it.
  interface Protocol {
    /// The balance: the answer and the state.
    record Balance(long cents) {}

    /// Sets the balance and saves it.
    record Save(long cents) implements Request<Protocol, Balance> {}

    /// Answers the balance.
    record Read(long unused) implements Request<Protocol, Balance> {}

    /// Its stable names.
    ActorType<Protocol> TYPE =
        ActorType.named("saved-account", Protocol.class)
            .request("save", Save.class, Balance.class)
            .request("read", Read.class, Balance.class);
  }

  static final Definition<Protocol, SavedAccount> DEFINITION =
      Protocol.TYPE
          .state(Protocol.Balance.class, new Protocol.Balance(0))
          .create(SavedAccount::new)
          .on(Protocol.Save.class, SavedAccount::save)
          .on(Protocol.Read.class, SavedAccount::read);

  private final ActorState<Protocol.Balance> balance;

  private SavedAccount(ActorContext context, ActorState<Protocol.Balance> balance) {
    this.balance = balance;
  }

  private Protocol.Balance save(Protocol.Save save) {
    return balance.persist(new Protocol.Balance(save.cents()));
  }

  private Protocol.Balance read(Protocol.Read read) {
    return balance.get();
  }
}

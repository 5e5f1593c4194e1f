package dev.moonpool.examples.bank;

import dev.moonpool.actors.api.Definition;
import java.util.List;

/// What a node needs to host the bank.
public final class Bank {
  private Bank() {}

  /// How accounts and transfers are made.
  public static List<Definition<?, ?>> definitions() {
    return List.of(AccountActor.DEFINITION, TransferActor.DEFINITION);
  }

  /// The key of the account of this index, as the demo and the simulation name them.
  public static String account(int index) {
    return "a" + index;
  }
}

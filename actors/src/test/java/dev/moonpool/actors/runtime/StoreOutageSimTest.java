package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.OutageStore;
import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.actors.runtime.Account.Balance;
import dev.moonpool.actors.runtime.Account.Deposit;
import dev.moonpool.actors.runtime.Account.ReadBalance;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.simulation.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What callers hear, on every node, while a store cannot be reached.
class StoreOutageSimTest {
  private final OutageStore.Switch out = new OutageStore.Switch();

  /// An actor that saves when it is activated.
  interface Counted {
    record Lives(int count) {}

    record Ask() implements Request<Counted, Lives> {}

    ActorType<Counted> TYPE =
        ActorType.named("counted", Counted.class).request("ask", Ask.class, Lives.class);

    Definition<Counted, Actor> DEFINITION =
        TYPE.state(Lives.class, new Lives(0)).create(Actor::new).on(Ask.class, Actor::ask);

    final class Actor implements ActorLifecycle {
      private final ActorState<Lives> lives;

      Actor(ActorContext context, ActorState<Lives> lives) {
        this.lives = lives;
      }

      @Override
      public void onActivate() {
        lives.persist(new Lives(lives.get().count() + 1));
      }

      Lives ask(Ask request) {
        return lives.get();
      }
    }
  }

  @Test
  @Tag("field-F12")
  void call_storeOutOfReachBeforeTheHandler_isRejectedAndMayBeSentAgain() {
    everywhere(
        account -> {
          out.claims = true;
          assertThatThrownBy(() -> account.call(new Deposit(5)))
              .isInstanceOfSatisfying(RejectedException.class, StoreOutageSimTest::isOutage);
          out.claims = false;
          assertThat(account.call(new Deposit(5))).isEqualTo(new Balance(5));
        });
  }

  @Test
  @Tag("field-F12")
  void call_storeOutOfReachInsideTheHandler_keepsItsTypeOverTheWire() {
    everywhere(
        account -> {
          assertThat(account.call(new Deposit(5))).isEqualTo(new Balance(5));
          out.saves = true;
          assertThatThrownBy(() -> account.call(new Deposit(5)))
              .isInstanceOf(FailedException.class)
              .hasCauseInstanceOf(StateException.Unavailable.class)
              .hasMessageContaining("the store is unavailable");
          out.saves = false;
          assertThat(account.call(new ReadBalance())).isEqualTo(new Balance(5));
        });
  }

  @Test
  @Tag("field-F12")
  void call_storeOutOfReachInsideOnActivate_isRejectedAndNotRefusedForAWhile() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node =
              world.node().store(view(world.store())).host(Counted.DEFINITION).start()) {
            ActorRef<Counted> counted = node.actor(Counted.TYPE, "c");
            out.saves = true;
            assertThatThrownBy(() -> counted.call(new Counted.Ask()))
                .isInstanceOfSatisfying(RejectedException.class, StoreOutageSimTest::isOutage);
            out.saves = false;
            assertThat(counted.call(new Counted.Ask())).isEqualTo(new Counted.Lives(1));
          }
        });
  }

  @Test
  @Tag("field-F6")
  void calls_toThousandsOfNewActorsInAnOutage_logOneLineAMinute() {
    LoggedLines lines = LoggedLines.of(Logger.getLogger(Activation.class.getName()), Level.INFO);
    try (lines) {
      LocalWorld.runOnce(
          world -> {
            try (ActorRuntime node =
                world.node().store(view(world.store())).host(Account.DEFINITION).start()) {
              out.claims = true;
              List<CompletableFuture<Balance>> calls = new ArrayList<>();
              for (int i = 0; i < 3_000; i++) {
                calls.add(node.actor(Account.TYPE, "a" + i).callAsync(new Deposit(1)));
              }
              for (CompletableFuture<Balance> call : calls) {
                assertThatThrownBy(call::get).hasCauseInstanceOf(RejectedException.class);
              }
              assertThat(lines.texts()).hasSize(1);
              world.sleep(Duration.ofMinutes(5));
              assertThat(lines.texts()).hasSize(2);
              assertThat(lines.texts().getLast()).contains("2998 more like it");
            }
          });
    }
  }

  private interface Body {
    void run(ActorRef<Account> account) throws Exception;
  }

  /// With an actor of the calling node, and with one of another node.
  private void everywhere(Body body) {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node =
              world.node().store(view(world.store())).host(Account.DEFINITION).start()) {
            body.run(node.actor(Account.TYPE, "a"));
          }
        });
    new ClusterWorld(
            2, Profile.CHAOS.only(), (journal, context) -> journal.definition(), this::view)
        .run(10, cluster -> body.run(cluster.client().actor(Account.TYPE, "a")));
  }

  private StateStore view(StateStore store) {
    return new OutageStore(store, out);
  }

  private static void isOutage(RejectedException rejected) {
    assertThat(rejected.rejection()).isInstanceOf(Rejection.NotReady.class);
    assertThat(rejected.isRetriable()).isTrue();
    assertThat(rejected).hasMessageContaining("out of reach");
  }
}

package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.FaultyStore;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.AnswerTooLargeException;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.simulation.Profile;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What becomes of a request is the same wherever its actor lives.
class OutcomeSimTest {
  interface Vault {
    record Closed(String until) implements Refusal {}

    record Forgotten(String why) implements Refusal {}

    record Open(boolean registered) implements Request<Vault, Nothing> {}

    record Content(String text) {}

    record Empty(int chars) implements Request<Vault, Content> {}

    ActorType<Vault> TYPE =
        ActorType.named("vault", Vault.class)
            .request("open", Open.class, Nothing.class)
            .request("empty", Empty.class, Content.class)
            .refusal("closed", Closed.class);
  }

  static final class Actor {
    static final Definition<Vault, Actor> DEFINITION =
        Vault.TYPE
            .create(context -> new Actor())
            .on(Vault.Open.class, Actor::open)
            .on(Vault.Empty.class, Actor::empty);

    Nothing open(Vault.Open request) {
      throw new RefusedException(
          request.registered() ? new Vault.Closed("Monday") : new Vault.Forgotten("the code"));
    }

    Vault.Content empty(Vault.Empty request) {
      return new Vault.Content("x".repeat(request.chars()));
    }
  }

  @Test
  @Tag("A16")
  void refusal_ofAClassThatTheTypeDoesNotRegister_failsOnTheSameNodeAsOnAnother() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node = world.node().host(Actor.DEFINITION).start()) {
            checkRefusals(node.actor(Vault.TYPE, "v"));
          }
        });
    cluster().run(10, cluster -> checkRefusals(cluster.client().actor(Vault.TYPE, "v")));
  }

  @Test
  @Tag("A9")
  @Tag("A16")
  void answer_tooLarge_isATypedFailureAndTheConnectionStays() {
    cluster()
        .run(
            10,
            cluster -> {
              ActorRef<Vault> vault = cluster.client().actor(Vault.TYPE, "v");
              assertThatThrownBy(() -> vault.call(new Vault.Empty(2_000_000)))
                  .isInstanceOfSatisfying(
                      AnswerTooLargeException.class,
                      e -> {
                        assertThat(e.size()).isGreaterThan(2_000_000);
                        assertThat(e.max()).isEqualTo(1 << 20);
                        assertThat(e.isRetriable()).isFalse();
                      });
              assertThat(vault.call(new Vault.Empty(5))).isEqualTo(new Vault.Content("xxxxx"));
              assertThat(cluster.client().metrics().reconnects()).isZero();
            });
  }

  @Test
  @Tag("A45")
  void start_incarnationWithUnknownOutcome_isAskedForAgainButNotForEver() {
    LocalWorld.runOnce(
        world -> {
          FaultyStore store = new FaultyStore();
          failTimes(store, 5);
          builder(world, store).start().close();
          assertThat(store.calls()).isEqualTo(6);

          failTimes(store, 100);
          long before = world.nanos();
          assertThatThrownBy(() -> builder(world, store).start())
              .isInstanceOf(StoreException.Unavailable.class)
              .hasMessageContaining("after 6 attempts");
          assertThat(store.calls()).isEqualTo(12);
          assertThat(Duration.ofNanos(world.nanos() - before)).isLessThan(Duration.ofSeconds(1));
        });
  }

  private static void failTimes(FaultyStore store, int times) {
    for (int i = 0; i < times; i++) {
      store.thenFail(() -> new StoreException.Indeterminate("told to"));
    }
  }

  private static RuntimeBuilder builder(LocalWorld.World world, FaultyStore store) {
    return ActorRuntime.builder("test")
        .providers(world.context().providers())
        .store(store)
        .listen("client-0:7000")
        .host(Actor.DEFINITION);
  }

  private static void checkRefusals(ActorRef<Vault> vault) {
    assertThatThrownBy(() -> vault.call(new Vault.Open(true)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Vault.Closed("Monday")));
    assertThatThrownBy(() -> vault.call(new Vault.Open(false)))
        .isExactlyInstanceOf(FailedException.class)
        .hasMessage("refused with a Forgotten, which actor type 'vault' does not register");
  }

  private static ClusterWorld cluster() {
    return new ClusterWorld(2, Profile.CALM, (journal, context) -> Actor.DEFINITION);
  }
}

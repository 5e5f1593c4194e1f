package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.simulation.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Users' code that fails where nobody expects it: the one who asked is told, at once, and neither
/// the actor nor the node stops working.
class OddFailureSimTest {
  /// Much less than a call's timeout: whoever is told later was not told at all.
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  @Test
  @Tag("A22")
  void call_handlerThrowsWhatCannotSayWhy_failsAndTheActorLives() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node = world.node().host(Odd.DEFINITION).start()) {
            ActorRef<Odd> odd = node.actor(Odd.TYPE, "o");
            assertThatThrownBy(() -> odd.call(new Odd.Ask("mute", List.of()), AT_ONCE))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Mute");
            assertThat(odd.call(new Odd.Ask("good", List.of()), AT_ONCE).text()).isEqualTo("good");
          }
        });
  }

  @Test
  @Tag("A25")
  void call_constructorThrowsWhatCannotSayWhy_isRejectedAndLaterTriedAfresh() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node = world.node().host(Odd.DEFINITION).start()) {
            ActorRef<Odd> odd = node.actor(Odd.TYPE, "mute");
            assertThatThrownBy(() -> odd.call(new Odd.Ask("good", List.of()), AT_ONCE))
                .isInstanceOfSatisfying(
                    RejectedException.class,
                    e -> assertThat(e.rejection()).isInstanceOf(Rejection.ActivationFailed.class));
            assertThat(node.metrics().activations()).isZero();
          }
        });
  }

  @Test
  @Tag("A11")
  void call_requestThrowsAnErrorWhenWritten_isRejectedAndTheNextGetsThrough() {
    inCluster(
        cluster -> {
          ActorRef<Odd> odd = cluster.client().actor(Odd.TYPE, "o");
          for (int i = 0; i < 2; i++) { // at first its actor has to be located, then it is known
            assertThatThrownBy(() -> odd.call(new Odd.Ask("unwritable", List.of()), AT_ONCE))
                .isInstanceOfSatisfying(
                    RejectedException.class,
                    e -> assertThat(e.rejection()).isInstanceOf(Rejection.BadPayload.class));
            assertThat(odd.call(new Odd.Ask("good", List.of()), AT_ONCE).text()).isEqualTo("good");
          }
          assertThat(cluster.client().metrics().pendingCalls()).isZero();
        });
  }

  @Test
  @Tag("A11")
  void call_requestThrowsAnErrorWhenRead_isRejectedAndTheActorLives() {
    inCluster(
        cluster -> {
          ActorRef<Odd> odd = cluster.client().actor(Odd.TYPE, "o");
          odd.call(new Odd.Ask("good", List.of()), AT_ONCE);
          assertThatThrownBy(() -> odd.call(new Odd.Ask("unreadable", List.of()), AT_ONCE))
              .isInstanceOfSatisfying(
                  RejectedException.class,
                  e -> assertThat(e.rejection()).isInstanceOf(Rejection.BadPayload.class));
          odd.call(new Odd.Ask("good", List.of()), AT_ONCE);
          assertThat(cluster.host(0).metrics().activated() + cluster.host(1).metrics().activated())
              .isEqualTo(1);
        });
  }

  @Test
  @Tag("A16")
  void call_answerThrowsAnErrorWhenWritten_failsAtOnce() {
    inCluster(
        cluster -> {
          ActorRef<Odd> odd = cluster.client().actor(Odd.TYPE, "o");
          assertThatThrownBy(() -> odd.call(new Odd.Ask("dumb", List.of()), AT_ONCE))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("the answer cannot be written");
          assertThat(odd.call(new Odd.Ask("good", List.of()), AT_ONCE).text()).isEqualTo("good");
        });
  }

  @Test
  @Tag("A16")
  void callAsync_refusalThrowsAnErrorWhenRead_completesTheFuture() {
    inCluster(
        cluster -> {
          ActorRef<Odd> odd = cluster.client().actor(Odd.TYPE, "o");
          assertThatThrownBy(() -> odd.callAsync(new Odd.Ask("refuse", List.of())).get())
              .isInstanceOf(ExecutionException.class)
              .cause()
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("cannot be read");
        });
  }

  @Test
  @Tag("A40")
  void call_storeThrowsWhatItMayNot_isToldAndTheNextActivationAnswers() {
    LocalWorld.run(
        world -> {
          Faulty store = new Faulty(world.store());
          try (ActorRuntime node = world.node().store(store).host(Kept.DEFINITION).start()) {
            ActorRef<Kept> kept = node.actor(Kept.TYPE, "k");
            kept.call(new Kept.Save("one"), AT_ONCE);

            store.inspects = false;
            assertThatThrownBy(() -> kept.call(new Kept.Read(), AT_ONCE))
                .isInstanceOf(MaybeExecutedException.class)
                .hasMessageContaining("confirmed read of test::kept/k failed");
            store.inspects = true;
            assertThat(kept.call(new Kept.Read(), AT_ONCE)).isEqualTo(new Kept.Text("one"));

            store.loses = true;
            assertThatThrownBy(() -> kept.call(new Kept.Save("two"), AT_ONCE))
                .isInstanceOf(MaybeExecutedException.class);
            store.claims = false;
            assertThatThrownBy(() -> kept.call(new Kept.Save("three"), AT_ONCE))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("no claiming");
            store.claims = true;
            assertThat(kept.call(new Kept.Read(), AT_ONCE)).isEqualTo(new Kept.Text("one"));
          }
        });
  }

  private static void inCluster(ClusterWorld.Body body) {
    new ClusterWorld(2, Profile.CALM, (journal, context) -> Odd.DEFINITION).run(5, body);
  }

  /// An exception whose own code is wrong.
  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  private interface Odd {
    /// @param rest keeps it from being a record of plain components
    record Ask(String text, List<String> rest) implements Request<Odd, Told> {
      public Ask {
        if (text.equals("poison")) {
          throw new NoClassDefFoundError("told not to be read");
        }
      }

      @Override
      public String text() {
        if (text.equals("unwritable")) {
          throw new NoClassDefFoundError("told not to be written");
        }
        return text.equals("unreadable") ? "poison" : text;
      }
    }

    record Told(String text, List<String> rest) {
      @Override
      public String text() {
        if (text.equals("dumb")) {
          throw new NoClassDefFoundError("told not to be written");
        }
        return text;
      }
    }

    record No(String why) implements Refusal {
      public No {
        if (why.equals("unreadable")) {
          throw new NoClassDefFoundError("told not to be read");
        }
      }

      @Override
      public String why() {
        return "unreadable";
      }
    }

    ActorType<Odd> TYPE =
        ActorType.named("odd", Odd.class)
            .request("ask", Ask.class, Told.class)
            .refusal("no", No.class);

    Definition<Odd, Actor> DEFINITION = TYPE.create(Actor::new).on(Ask.class, Actor::ask);

    final class Actor {
      Actor(ActorContext context) {
        if (context.id().key().equals("mute")) {
          throw new Mute();
        }
      }

      Told ask(Ask ask) {
        if (ask.text().equals("mute")) {
          throw new Mute();
        }
        if (ask.text().equals("refuse")) {
          throw new RefusedException(new No("because"));
        }
        return new Told(ask.text(), List.of());
      }
    }
  }

  private interface Kept {
    record Text(String text) {}

    record Save(String text) implements Request<Kept, Text> {}

    record Read() implements Request<Kept, Text> {}

    ActorType<Kept> TYPE =
        ActorType.named("kept", Kept.class)
            .request("save", Save.class, Text.class)
            .request("read", Read.class, Text.class, RequestFlag.CONFIRMED_READ);

    Definition<Kept, ActorState<Text>> DEFINITION =
        TYPE.state(Text.class, new Text(""))
            .create((ActorContext context, ActorState<Text> state) -> state)
            .on(Save.class, (state, save) -> state.persist(new Text(save.text())))
            .on(Read.class, (state, read) -> state.get());
  }

  /// A store that, when told to, throws what no store may.
  private static final class Faulty implements StateStore {
    private final StateStore inner;
    volatile boolean inspects = true;
    volatile boolean claims = true;

    /// Whether the next save has no known outcome; it is not done.
    volatile boolean loses;

    Faulty(StateStore inner) {
      this.inner = inner;
    }

    @Override
    public StoredState loadAndClaim(StateKey key, Fence fence) {
      if (!claims) {
        throw new IllegalStateException("no claiming");
      }
      return inner.loadAndClaim(key, fence);
    }

    @Override
    public long save(StateKey key, Fence fence, long version, byte[] bytes) {
      if (loses) {
        loses = false;
        throw new StoreException.Indeterminate("told to lose it");
      }
      return inner.save(key, fence, version, bytes);
    }

    @Override
    public long delete(StateKey key, Fence fence, long version) {
      return inner.delete(key, fence, version);
    }

    @Override
    public Optional<StoredState> inspect(StateKey key) {
      if (!inspects) {
        throw new IllegalStateException("no inspecting");
      }
      return inner.inspect(key);
    }

    @Override
    public long nextIncarnation() {
      return inner.nextIncarnation();
    }

    @Override
    public void close() {}
  }
}

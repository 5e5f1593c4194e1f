package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.FaultyStore;
import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.foundation.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The timers of an activation, in virtual time.
@Tag("A27")
class TimerSimTest {
  private static final int TIMERS_MAX = 1_024;

  interface Clock {
    /// How often it has rung.
    record Rings(int count) {}

    /// Sets this many timers, or says how many it could.
    record Set(int count, Duration delay) implements Request<Clock, Rings> {}

    record Ring() implements Request<Clock, Rings> {}

    record Read() implements Request<Clock, Rings> {}

    record Sleep(Duration duration) implements Request<Clock, Rings> {}

    /// Saves, whatever comes of it.
    record Save() implements Request<Clock, Rings> {}

    ActorType<Clock> TYPE =
        ActorType.named("clock", Clock.class)
            .request("set", Set.class, Rings.class)
            .request("ring", Ring.class, Rings.class)
            .request("read", Read.class, Rings.class)
            .request("sleep", Sleep.class, Rings.class)
            .request("save", Save.class, Rings.class);
  }

  static final class Actor {
    private final ActorContext context;
    private final ActorState<Clock.Rings> state;
    private final LocalWorld.World world;
    private int rings;

    Actor(ActorContext context, ActorState<Clock.Rings> state, LocalWorld.World world) {
      this.context = context;
      this.state = state;
      this.world = world;
    }

    static Definition<Clock, Actor> definition(LocalWorld.World world) {
      return Clock.TYPE
          .state(Clock.Rings.class, new Clock.Rings(0))
          .<Actor>create((context, state) -> new Actor(context, state, world))
          .on(Clock.Set.class, Actor::set)
          .on(Clock.Ring.class, Actor::ring)
          .on(Clock.Read.class, Actor::read)
          .on(Clock.Sleep.class, Actor::sleep)
          .on(Clock.Save.class, Actor::save)
          .mailboxCapacity(128);
    }

    Clock.Rings set(Clock.Set request) {
      for (int i = 0; i < request.count(); i++) {
        try {
          context.sendLater(request.delay(), new Clock.Ring());
        } catch (RejectedException e) {
          assertThat(e.rejection())
              .isEqualTo(new Rejection.Overloaded(context.id().toString(), TIMERS_MAX));
          return new Clock.Rings(i);
        }
      }
      return new Clock.Rings(request.count());
    }

    Clock.Rings ring(Clock.Ring request) {
      rings++;
      return read(new Clock.Read());
    }

    Clock.Rings read(Clock.Read request) {
      return new Clock.Rings(rings);
    }

    Clock.Rings sleep(Clock.Sleep request) throws InterruptedException {
      world.sleep(request.duration());
      return read(new Clock.Read());
    }

    Clock.Rings save(Clock.Save request) {
      try {
        return state.persist(new Clock.Rings(1));
      } catch (StateException e) {
        return new Clock.Rings(-1);
      }
    }
  }

  @Test
  void sendLater_asManyTimersAsMayBe_oneMoreIsOverloadedAndAllRing() {
    withClock(
        (world, node, store, clock) -> {
          assertThat(clock.call(new Clock.Set(2_000, Duration.ofSeconds(1))).count())
              .isEqualTo(TIMERS_MAX);
          world.sleep(Duration.ofMinutes(1)); // more at once than the mailbox takes
          assertThat(clock.call(new Clock.Read()).count()).isEqualTo(TIMERS_MAX);
          assertThat(clock.call(new Clock.Set(1, Duration.ofSeconds(1))).count()).isEqualTo(1);
        });
  }

  @Test
  void sendLater_activationEnds_nothingRings() {
    withClock(
        (world, node, store, clock) -> {
          clock.call(new Clock.Set(10, Duration.ofSeconds(5)));
          node.deactivate(clock);
          world.sleep(Duration.ofSeconds(10));
          assertThat(node.metrics().activations()).isZero();
          assertThat(clock.call(new Clock.Read()).count()).isZero();
        });
  }

  @Test
  void sendLater_messageWaitsWhileItsActivationEnds_isGoneWithIt() {
    withClock(
        (world, node, store, clock) -> {
          clock.call(new Clock.Set(10, Duration.ofSeconds(1)));
          CompletableFuture<Clock.Rings> sleeps =
              clock.callAsync(new Clock.Sleep(Duration.ofSeconds(5)));
          world.sleep(Duration.ofSeconds(3));
          node.deactivate(clock);
          sleeps.get();
          world.sleep(Duration.ofSeconds(1));
          assertThat(node.metrics().activations()).isZero();
          assertThat(node.metrics().rerouted()).isZero();
        });
  }

  @Test
  void sendLater_mailboxIsFullWhenItRings_ringsLater() {
    withClock(
        (world, node, store, clock) -> {
          clock.call(new Clock.Set(1, Duration.ofSeconds(1)));
          clock.send(new Clock.Sleep(Duration.ofMillis(2_500)));
          world.sleep(Duration.ofMillis(100));
          for (int i = 0; i < 128; i++) {
            clock.send(new Clock.Read());
          }
          world.sleep(Duration.ofSeconds(5));
          assertThat(clock.call(new Clock.Read()).count()).isEqualTo(1);
        });
  }

  @Test
  @Tag("A40")
  void sendLater_stateCannotBeReadBackWhenItRings_ringsOnceItCan() {
    withClock(
        (world, node, store, clock) -> {
          clock.call(new Clock.Set(1, Duration.ofSeconds(1)));
          store.thenFail(() -> new StoreException.Indeterminate("told to", new RuntimeException()));
          for (int i = 0; i < 3; i++) {
            store.thenFail(() -> new StoreException.Unavailable("told to"));
          }
          clock.send(new Clock.Save());
          world.sleep(Duration.ofSeconds(10));
          assertThat(clock.call(new Clock.Read()).count()).isEqualTo(1);
          assertThat(store.calls())
              .as("incarnation, claim, save, four times reading back")
              .isEqualTo(7);
        });
  }

  private interface Body {
    void run(LocalWorld.World world, ActorRuntime node, FaultyStore store, ActorRef<Clock> clock)
        throws Exception;
  }

  private static void withClock(Body body) {
    LocalWorld.run(
        world -> {
          FaultyStore store = new FaultyStore();
          try (ActorRuntime node =
              ActorRuntime.builder("test")
                  .providers(world.context().providers())
                  .store(store)
                  .host(Actor.definition(world))
                  .start()) {
            body.run(world, node, store, node.actor(Clock.TYPE, "c"));
          }
        });
  }
}

package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.catalog.Catalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Actors that ask for their own end before they are active, and messages that no activation runs.
@Tag("field-F3")
class ResignSimTest {
  interface Hermit {
    record Knock() implements Request<Hermit, Nothing> {}

    ActorType<Hermit> TYPE =
        ActorType.named("hermit", Hermit.class).request("knock", Knock.class, Nothing.class);
  }

  /// Where a hermit asks for its end.
  enum Place {
    CONSTRUCTOR,
    ON_ACTIVATE,
    FROM_OUTSIDE,
    EACH_HANDLER
  }

  /// What a test sees of all hermits.
  static final class Hut {
    final Place place;
    Runnable outside = () -> {};
    int constructed;
    int knocks;
    final List<DeactivationReason> ends = new ArrayList<>();

    Hut(Place place) {
      this.place = place;
    }

    Definition<Hermit, Actor> definition() {
      return Hermit.TYPE
          .create(context -> new Actor(context, this))
          .on(Hermit.Knock.class, Actor::knock);
    }
  }

  static final class Actor implements ActorLifecycle {
    private final ActorContext context;
    private final Hut hut;

    Actor(ActorContext context, Hut hut) {
      this.context = context;
      this.hut = hut;
      hut.constructed++;
      resignIf(Place.CONSTRUCTOR);
    }

    @Override
    public void onActivate() {
      resignIf(Place.ON_ACTIVATE);
      if (hut.place == Place.FROM_OUTSIDE) {
        hut.outside.run();
      }
    }

    @Override
    public void onDeactivate(DeactivationReason reason) {
      hut.ends.add(reason);
    }

    Nothing knock(Hermit.Knock request) {
      hut.knocks++;
      resignIf(Place.EACH_HANDLER);
      return Nothing.NOTHING;
    }

    private void resignIf(Place place) {
      if (hut.place == place) {
        context.deactivate();
      }
    }
  }

  @Test
  void deactivate_inOnActivate_isAFailedActivationAndRefusedForAWhile() {
    refusedForAWhile(Place.ON_ACTIVATE, false);
  }

  @Test
  void deactivate_inTheConstructor_isAFailedActivationAndRefusedForAWhile() {
    refusedForAWhile(Place.CONSTRUCTOR, false);
  }

  @Test
  void deactivate_inOnActivateOfADirectActor_isAFailedActivationAndRefusedForAWhile() {
    refusedForAWhile(Place.ON_ACTIVATE, true);
  }

  private static void refusedForAWhile(Place place, boolean direct) {
    LocalWorld.run(
        world -> {
          Hut hut = new Hut(place);
          Definition<Hermit, Actor> definition = hut.definition();
          try (ActorRuntime node =
              world.node().host(direct ? definition.direct() : definition).start()) {
            ActorRef<Hermit> hermit = node.actor(Hermit.TYPE, "h");
            for (int i = 0; i < 10; i++) {
              assertFailsToActivate(() -> hermit.call(new Hermit.Knock()), "onActivate asked for");
            }
            assertThat(hut.constructed).as("activations while it is refused").isEqualTo(1);
            world.sleep(Catalog.REFUSAL.plusSeconds(1));
            assertFailsToActivate(() -> hermit.call(new Hermit.Knock()), "onActivate asked for");
            assertThat(hut.constructed).isEqualTo(2);
            assertThat(hut.knocks).isZero();
            assertThat(hut.ends).as("an activation that never was active has no end").isEmpty();
            assertThat(node.metrics().activations()).isZero();
          }
        });
  }

  @Test
  void call_everyActivationIsEndedFromOutside_isRefusedAfterABoundedNumber() {
    LocalWorld.run(
        world -> {
          Hut hut = new Hut(Place.FROM_OUTSIDE);
          try (ActorRuntime node = world.node().host(hut.definition()).start()) {
            ActorRef<Hermit> hermit = node.actor(Hermit.TYPE, "h");
            hut.outside = () -> assertThat(node.deactivate(hermit)).isTrue();
            List<CompletableFuture<Nothing>> knocks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
              knocks.add(hermit.callAsync(new Hermit.Knock()));
            }
            for (CompletableFuture<Nothing> knock : knocks) {
              assertThatThrownBy(knock::get).cause().hasMessageContaining("in a row ended before");
            }
            assertThat(hut.constructed).as("activations for 10 calls").isLessThanOrEqualTo(160);
            hut.outside = () -> {};
            hermit.call(new Hermit.Knock());
            assertThat(hut.knocks).isEqualTo(1);
          }
        });
  }

  @Test
  void send_everyActivationIsEndedFromOutside_goesRoundABoundedNumberOfTimes() {
    LocalWorld.run(
        world -> {
          Hut hut = new Hut(Place.FROM_OUTSIDE);
          try (ActorRuntime node = world.node().host(hut.definition()).start()) {
            ActorRef<Hermit> hermit = node.actor(Hermit.TYPE, "h");
            hut.outside = () -> assertThat(node.deactivate(hermit)).isTrue();
            hermit.send(new Hermit.Knock());
            world.sleep(Duration.ofMinutes(1));
            assertThat(hut.constructed).isEqualTo(16);
            assertThat(node.metrics().activations()).isZero();
          }
        });
  }

  @Test
  void deactivate_inEveryHandler_eachActivationRunsOneAndNoneIsRefused() {
    LocalWorld.run(
        world -> {
          Hut hut = new Hut(Place.EACH_HANDLER);
          try (ActorRuntime node = world.node().host(hut.definition()).start()) {
            ActorRef<Hermit> hermit = node.actor(Hermit.TYPE, "h");
            List<CompletableFuture<Nothing>> knocks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
              knocks.add(hermit.callAsync(new Hermit.Knock()));
            }
            for (CompletableFuture<Nothing> knock : knocks) {
              assertThat(knock.get()).isEqualTo(Nothing.NOTHING);
            }
            assertThat(hut.knocks).isEqualTo(100);
          }
        });
  }

  private static void assertFailsToActivate(Runnable call, String why) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.rejection()).isInstanceOf(Rejection.ActivationFailed.class))
        .hasMessageContaining(why);
  }
}

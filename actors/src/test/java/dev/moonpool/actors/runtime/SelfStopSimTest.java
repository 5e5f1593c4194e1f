package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Actors that close their own node.
@Tag("field-F8")
class SelfStopSimTest {
  /// Far less than the shutdown timeout.
  private static final Duration SOON = Duration.ofSeconds(5);

  enum Place {
    HANDLER,
    TIMER,
    ON_ACTIVATE,
    ON_DEACTIVATE,
    /// In a handler that another actor waits for.
    CALLED
  }

  interface Boss {
    record Do(Place place) implements Request<Boss, Nothing> {}

    record Ask(Place place) implements Request<Boss, Nothing> {}

    ActorType<Boss> TYPE =
        ActorType.named("boss", Boss.class)
            .request("do", Do.class, Nothing.class)
            .request("ask", Ask.class, Nothing.class);
  }

  static final class Office {
    final List<String> entries = new ArrayList<>();
    ActorRuntime node;
    Place place = Place.HANDLER;

    void close() {
      entries.add("closing");
      node.close();
      node.close();
      entries.add("asked");
    }

    Definition<Boss, Actor> definition() {
      return Boss.TYPE
          .create(context -> new Actor(context, this))
          .on(Boss.Do.class, Actor::perform)
          .on(Boss.Ask.class, Actor::ask);
    }
  }

  record Actor(ActorContext context, Office office) implements ActorLifecycle {
    @Override
    public void onActivate() {
      if (office.place == Place.ON_ACTIVATE) {
        office.close();
      }
    }

    @Override
    public void onDeactivate(DeactivationReason reason) {
      if (office.place == Place.ON_DEACTIVATE && reason == DeactivationReason.EXPLICIT) {
        office.close();
      }
      office.entries.add(context.id().key() + " down");
    }

    Nothing perform(Boss.Do request) {
      switch (request.place()) {
        case HANDLER -> office.close();
        case TIMER -> context.sendLater(Duration.ofMillis(10), new Boss.Do(Place.HANDLER));
        case CALLED -> context.actor(Boss.TYPE, "other").call(new Boss.Ask(Place.HANDLER));
        case ON_DEACTIVATE -> context.deactivate();
        case ON_ACTIVATE -> {}
      }
      return Nothing.NOTHING;
    }

    Nothing ask(Boss.Ask request) {
      return perform(new Boss.Do(request.place()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void close_byAnActorOfTheNode_stopsAtOnceWithAllHooks(Place place) {
    LocalWorld.run(
        world -> {
          Office office = new Office();
          office.place = place;
          office.node = world.node().host(office.definition()).start();
          office.node.actor(Boss.TYPE, "b").send(new Boss.Do(place));
          world.sleep(SOON);

          assertThat(office.entries).contains("closing", "asked", "b down");
          assertThat(office.node.metrics().activations()).isZero();
          long before = world.nanos();
          office.node.close();
          assertThat(world.nanos() - before).as("it has ended").isLessThan(1_000_000);
        });
  }

  @Test
  void close_byAnActorWhileAnotherThreadClosesToo_bothReturn() {
    LocalWorld.run(
        world -> {
          Office office = new Office();
          office.node = world.node().host(office.definition()).start();
          office.node.actor(Boss.TYPE, "b").send(new Boss.Do(Place.HANDLER));
          long before = world.nanos();
          office.node.close();
          assertThat(Duration.ofNanos(world.nanos() - before)).isLessThan(SOON);
        });
  }
}

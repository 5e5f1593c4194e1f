package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a handler leaves in its thread, as the page "write an actor" and record 0032 say.
@Tag("field-F14")
class ThreadLocalsSimTest {
  private static final int ACTORS = 50;
  private static final ThreadLocal<String> LEFT = ThreadLocal.withInitial(() -> "");
  private static final ScopedValue<String> BOUND = ScopedValue.newInstance();

  interface Guest {
    record Seen(String text) {}

    /// Leaves a value and tells what was there before.
    record Leave(String value) implements Request<Guest, Seen> {}

    /// Binds a value for the time of the handler and tells what was bound before.
    record Bind(String value) implements Request<Guest, Seen> {}

    ActorType<Guest> TYPE =
        ActorType.named("guest", Guest.class)
            .request("leave", Leave.class, Seen.class)
            .request("bind", Bind.class, Seen.class);
  }

  static final class Actor {
    private Guest.Seen leave(Guest.Leave request) {
      Guest.Seen seen = new Guest.Seen(LEFT.get());
      LEFT.set(request.value());
      return seen;
    }

    private Guest.Seen bind(Guest.Bind request) {
      String before = BOUND.orElse("");
      return ScopedValue.where(BOUND, request.value()).call(() -> new Guest.Seen(before));
    }
  }

  @Test
  void threadLocal_leftByAHandler_isSeenByAnotherActor() {
    LocalWorld.runOnce(
        world -> {
          try (ActorRuntime node = start(world)) {
            String seen = "";
            for (int i = 0; i < ACTORS; i++) {
              seen += node.actor(Guest.TYPE, "g" + i).call(new Guest.Leave("of g" + i)).text();
            }
            assertThat(seen).contains("of g0");
          }
        });
  }

  @Test
  void scopedValue_boundByAHandler_isSeenByNoOtherActor() {
    LocalWorld.runOnce(
        world -> {
          try (ActorRuntime node = start(world)) {
            for (int i = 0; i < ACTORS; i++) {
              var seen = node.actor(Guest.TYPE, "g" + i).call(new Guest.Bind("of g" + i));
              assertThat(seen.text()).isEmpty();
            }
          }
        });
  }

  private static ActorRuntime start(LocalWorld.World world) throws Exception {
    Definition<Guest, Actor> definition =
        Guest.TYPE
            .create(context -> new Actor())
            .on(Guest.Leave.class, Actor::leave)
            .on(Guest.Bind.class, Actor::bind);
    return world.node().host(definition).start();
  }
}

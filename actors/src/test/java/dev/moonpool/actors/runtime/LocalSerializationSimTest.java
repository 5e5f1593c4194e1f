package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.foundation.store.InMemoryStateStore;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// In a simulation a local call goes through the serializer; elsewhere only if a test asks for it.
@Tag("field-F9")
class LocalSerializationSimTest {
  interface Echo {
    record Thing(List<String> words) {}

    record Say(Thing thing) implements Request<Echo, Thing> {}

    record Refuse(Thing thing) implements Request<Echo, Nothing> {}

    record No(Thing thing) implements Refusal {}

    ActorType<Echo> TYPE =
        ActorType.named("echo", Echo.class)
            .request("say", Say.class, Thing.class)
            .request("refuse", Refuse.class, Nothing.class)
            .refusal("no", No.class);

    static Definition<Echo, Object> definition() {
      return TYPE.create(context -> new Object())
          .on(Say.class, (actor, say) -> say.thing())
          .on(
              Refuse.class,
              (actor, refuse) -> {
                throw new RefusedException(new No(refuse.thing()));
              });
    }
  }

  private static final Echo.Thing THING = new Echo.Thing(List.of("a"));

  @Test
  void call_inASimulation_handsOverEqualAndNotTheSame() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node = world.node().host(Echo.definition()).start()) {
            assertCopied(node);
          }
        });
  }

  @Test
  void call_directActorInASimulation_handsOverEqualAndNotTheSame() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node = world.node().host(Echo.definition().direct()).start()) {
            assertCopied(node);
            assertCopied(node);
          }
        });
  }

  @Test
  void call_inTheRealWorld_handsOverTheSameUnlessATestAsksForMore() throws Exception {
    try (ActorRuntime plain = real().start();
        ActorRuntime asked = real().serializeLocalCalls(true).start()) {
      assertThat(plain.actor(Echo.TYPE, "e").call(new Echo.Say(THING))).isSameAs(THING);
      assertThat(refusal(plain.actor(Echo.TYPE, "e")).thing()).isSameAs(THING);
      assertCopied(asked);
    }
  }

  private static void assertCopied(ActorRuntime node) throws Exception {
    ActorRef<Echo> echo = node.actor(Echo.TYPE, "e");
    assertThat(echo.call(new Echo.Say(THING))).isEqualTo(THING).isNotSameAs(THING);
    assertThat(echo.callAsync(new Echo.Say(THING)).get()).isEqualTo(THING).isNotSameAs(THING);
    assertThat(refusal(echo).thing()).isEqualTo(THING).isNotSameAs(THING);
  }

  private static Echo.No refusal(ActorRef<Echo> echo) {
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> echo.call(new Echo.Refuse(THING)));
    return (Echo.No) refused.refusal();
  }

  private static RuntimeBuilder real() {
    return ActorRuntime.builder("test")
        .store(InMemoryStateStore.create())
        .shutdownAtExit(false)
        .host(Echo.definition());
  }
}

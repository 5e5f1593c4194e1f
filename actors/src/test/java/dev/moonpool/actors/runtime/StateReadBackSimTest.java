package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.Request;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What an actor has persisted is what its next activation loads; what could not be is not stored.
@Tag("field-F2")
class StateReadBackSimTest {
  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    record Group(List<Shape> parts) implements Shape {}
  }

  /// Changes its value whenever it is made: the constructor of a state that never comes back equal.
  record Unsteady(int count) {
    Unsteady {
      count = count == 0 ? 0 : count + 1;
    }
  }

  record Content(
      Shape shape,
      BigInteger number,
      Map<String, List<String>> texts,
      Optional<Shape> maybe,
      Unsteady unsteady) {}

  interface Shelf {
    record Put(Content content) implements Request<Shelf, Content> {}

    record PutUnsteady() implements Request<Shelf, Content> {}

    record Get() implements Request<Shelf, Content> {}

    ActorType<Shelf> TYPE =
        ActorType.named("shelf", Shelf.class)
            .request("put", Put.class, Content.class)
            .request("put-unsteady", PutUnsteady.class, Content.class)
            .request("get", Get.class, Content.class);

    Content NONE =
        new Content(
            new Shape.Group(List.of()),
            BigInteger.ZERO,
            Map.of(),
            Optional.empty(),
            new Unsteady(0));

    Definition<Shelf, ?> DEFINITION =
        TYPE.state(Content.class, NONE)
            .create((context, state) -> state)
            .on(Put.class, (state, put) -> state.persist(put.content()))
            .on(
                PutUnsteady.class,
                (state, put) ->
                    state.persist(
                        new Content(
                            NONE.shape(),
                            BigInteger.ONE,
                            Map.of(),
                            Optional.empty(),
                            new Unsteady(7))))
            .on(Get.class, (state, get) -> state.get());
  }

  private static final Content LARGE =
      new Content(
          new Shape.Group(List.of(new Shape.Circle(-0.0), new Shape.Group(List.of()))),
          new BigInteger("9".repeat(1_001)),
          Map.of("k".repeat(60_000), List.of("v")),
          Optional.of(new Shape.Circle(Double.NaN)),
          new Unsteady(0));

  @Test
  void persist_thenLoadElsewhere_isEqual() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node = world.node().host(Shelf.DEFINITION).start()) {
            assertThat(shelf(node).call(new Shelf.Put(LARGE))).isEqualTo(LARGE);
          }
          try (ActorRuntime node = world.node().host(Shelf.DEFINITION).start()) {
            assertThat(shelf(node).call(new Shelf.Get())).isEqualTo(LARGE);
          }
        });
  }

  @Test
  void persist_stateThatWouldComeBackOther_failsTheCallAndKeepsTheOldState() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node = world.node().host(Shelf.DEFINITION).start()) {
            shelf(node).call(new Shelf.Put(LARGE));
            assertThatThrownBy(() -> shelf(node).call(new Shelf.PutUnsteady()))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("Content.unsteady.count");
            assertThat(shelf(node).call(new Shelf.Get())).isEqualTo(LARGE);
          }
          try (ActorRuntime node = world.node().host(Shelf.DEFINITION).start()) {
            assertThat(shelf(node).call(new Shelf.Get())).isEqualTo(LARGE);
          }
        });
  }

  private static ActorRef<Shelf> shelf(ActorRuntime node) {
    return node.actor(Shelf.TYPE, "s");
  }
}

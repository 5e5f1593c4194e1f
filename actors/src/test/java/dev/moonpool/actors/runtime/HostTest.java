package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Definitions that are made when their runtime starts.
@Tag("field-O3")
class HostTest {
  interface Shop {
    record Price() implements Request<Shop, Cents> {}

    record Cents(long cents) {}

    ActorType<Shop> TYPE =
        ActorType.named("shop", Shop.class).request("price", Price.class, Cents.class);
  }

  record ShopActor(long cents) {
    static Definition<Shop, ShopActor> definition(long cents) {
      return Shop.TYPE
          .<ShopActor>create(context -> new ShopActor(cents))
          .on(Shop.Price.class, (actor, request) -> new Shop.Cents(actor.cents));
    }
  }

  @Test
  void host_definitionFromProviders_isGivenThoseOfItsRuntime() throws Exception {
    List<Providers> given = new ArrayList<>();
    try (SystemProviders world = SystemProviders.start(1)) {
      RuntimeBuilder builder =
          ActorRuntime.builder("test")
              .providers(world.providers())
              .host(
                  own -> {
                    given.add(own);
                    return ShopActor.definition(7);
                  });
      for (int start = 0; start < 2; start++) {
        try (ActorRuntime node = builder.start()) {
          assertThat(node.actor(Shop.TYPE, "s").call(new Shop.Price()).cents()).isEqualTo(7);
        }
      }
      assertThat(given).containsExactly(world.providers(), world.providers());
    }
  }

  @Test
  void host_runtimeMakesItsOwnWorld_givesThatOne() throws Exception {
    List<Providers> given = new ArrayList<>();
    try (ActorRuntime node =
        ActorRuntime.builder("test")
            .host(
                own -> {
                  given.add(own);
                  return ShopActor.definition(8);
                })
            .start()) {
      assertThat(node.actor(Shop.TYPE, "s").call(new Shop.Price()).cents()).isEqualTo(8);
      assertThat(given.getFirst().time().nanoTime()).isNotZero();
    }
  }

  @Test
  void host_definitionsWithMistakes_areNamedByStartWhicheverWayTheyCame() {
    Definition<Shop, ShopActor> incomplete = Shop.TYPE.create(context -> new ShopActor(1));
    assertThatThrownBy(() -> ActorRuntime.builder("test").host(own -> incomplete).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no handler of its request 'price'");
    assertThatThrownBy(
            () ->
                ActorRuntime.builder("test")
                    .host(ShopActor.definition(1))
                    .host(own -> ShopActor.definition(2))
                    .start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is hosted twice");
  }

  @Test
  void host_definitionCannotBeMade_startThrowsWhatItThrew() {
    assertThatThrownBy(
            () ->
                ActorRuntime.builder("test")
                    .host(
                        own -> {
                          throw new UnsupportedOperationException("no prices: " + Nothing.NOTHING);
                        })
                    .start())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("no prices");
  }
}

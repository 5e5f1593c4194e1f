package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.StateSerializer;
import dev.moonpool.actors.api.TypeToken;
import dev.moonpool.foundation.store.InMemoryStateStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What a runtime says at its start about types that could not be read back.
@Tag("field-O5")
class TypeMistakesTest {
  interface Shop {
    record Key(String name) {}

    record Ask() implements Request<Shop, Nothing> {}

    record AskAny(Object what) implements Request<Shop, Nothing> {}

    record Answering() implements Request<Shop, Open> {}

    record Listing() implements Request<Shop, List<Object>> {}

    record Open(Runnable next) {}

    record No(Optional<Number> why) implements Refusal {}

    ActorType<Shop> TYPE = ActorType.named("shop", Shop.class);
  }

  record Cart(List<String> items, Map<String, List<String>> notes) {}

  record Follower(ActorRef<Shop> whom) {}

  record Before(Thread thread) {}

  record Bytes(byte[] content) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(content);
    }
  }

  record Odd(int count) {
    Odd {
      count++;
    }
  }

  @Test
  @Tag("field-F9")
  void start_badPartsOfAProtocol_namesEachByKindNameAndComponent() {
    ActorType<Shop> type =
        Shop.TYPE
            .request("ask-any", Shop.AskAny.class, Nothing.class)
            .request("answer", Shop.Answering.class, Shop.Open.class)
            .request("list", Shop.Listing.class, new TypeToken<List<Object>>() {})
            .refusal("no", Shop.No.class);

    for (RuntimeBuilder builder :
        List.of(
            node().know(type).listen("127.0.0.1:1"),
            node()
                .host(
                    type.create(context -> this)
                        .on(Shop.AskAny.class, (actor, ask) -> Nothing.NOTHING)
                        .on(Shop.Answering.class, (actor, ask) -> new Shop.Open(() -> {}))
                        .on(Shop.Listing.class, (actor, ask) -> List.of())))) {
      assertThatThrownBy(builder::start)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the request 'ask-any' of actor type 'shop'")
          .hasMessageContaining("AskAny.what is a Object")
          .hasMessageContaining("the answer to 'answer'")
          .hasMessageContaining("Open.next is a Runnable")
          .hasMessageContaining("the answer to 'list'")
          .hasMessageContaining("the refusal 'no'")
          .hasMessageContaining("No.why is a Number");
    }
  }

  @Test
  void start_badStateOrFormerState_namesItsComponent() {
    assertThatThrownBy(() -> node().host(shop(Follower.class, new Follower(null))).start())
        .hasMessageContaining("the state of actor type 'shop'")
        .hasMessageContaining("Follower.whom is a ActorRef")
        .hasMessageContaining("context.actor(TYPE, key)");
    Definition<Shop, Object> upgrading =
        Shop.TYPE
            .state(Shop.Key.class, new Shop.Key(""))
            .version(2)
            .upgrade(1, Before.class, before -> new Shop.Key(""))
            .create((context, state) -> this);
    assertThatThrownBy(() -> node().host(upgrading).start())
        .hasMessageContaining("version 1 of the state")
        .hasMessageContaining("Before.thread is a Thread");
  }

  static final List<Object> SHARED =
      List.of(
          new Cart(new ArrayList<>(), Map.of()),
          new Cart(Arrays.asList("a"), Map.of()),
          new Cart(List.of(), new HashMap<>()),
          new Cart(List.of(), Map.of("a", new ArrayList<>())),
          new Cart(Collections.synchronizedList(new ArrayList<>()), Map.of()),
          new Bytes(new byte[1]));

  @ParameterizedTest
  @FieldSource("SHARED")
  void start_initialStateWithSomethingMutable_isRefusedByItsPlace(Object initial) {
    assertThatThrownBy(() -> node().host(shopOf(initial)).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mutable")
        .hasMessageContaining(initial.getClass().getSimpleName() + ".");
  }

  static final List<Object> UNSHARED =
      List.of(
          new Cart(List.of("a"), Map.of("a", List.of())),
          new Cart(Collections.unmodifiableList(new ArrayList<>()), Collections.emptyMap()),
          new Cart(null, null),
          new Bytes(new byte[0]));

  @ParameterizedTest
  @FieldSource("UNSHARED")
  void start_initialStateWithoutAnythingMutable_starts(Object initial) throws Exception {
    node().host(shopOf(initial)).start().close();
  }

  @Test
  @Tag("field-F2")
  void start_initialStateThatWouldComeBackOther_isRefused() {
    assertThatThrownBy(() -> node().host(shopOf(new Odd(1))).start())
        .hasMessageContaining("the initial state of actor type 'shop'")
        .hasMessageContaining("Odd.count");
  }

  @Test
  void actor_ofABadTypeThatTheBuilderDoesNotName_isRefusedWhenItIsAskedFor() throws Exception {
    ActorType<Shop> bad = Shop.TYPE.request("ask-any", Shop.AskAny.class, Nothing.class);
    ActorType<Shop> good = Shop.TYPE.request("ask", Shop.Ask.class, Nothing.class);
    try (ActorRuntime runtime = node().host(shopOf(new Shop.Key(""))).start()) {
      assertThat(runtime.actor(good, "a")).isEqualTo(runtime.actor(good, "a"));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> runtime.actor(bad, "a"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("actor type 'shop' cannot be called")
            .hasMessageContaining("AskAny.what");
      }
    }
  }

  @Test
  void start_serializersOfTheUsers_decideThemselves() throws Exception {
    PayloadSerializer.Factory payloads = references -> null;
    StateSerializer states =
        new StateSerializer() {
          @Override
          public byte[] serialize(Object state, Class<?> type) {
            return new byte[0];
          }

          @Override
          public <S> S deserialize(byte[] bytes, Class<S> type) {
            return type.cast(new Follower(null));
          }
        };
    ActorType<Shop> type = Shop.TYPE.request("ask-any", Shop.AskAny.class, Nothing.class);
    node()
        .payloadSerializer(payloads)
        .stateSerializer(states)
        .know(type)
        .host(shop(Follower.class, new Follower(null)))
        .start()
        .close();
  }

  private static <S> Definition<Shop, Object> shop(Class<S> type, S initial) {
    return Shop.TYPE.state(type, initial).create((context, state) -> "an actor");
  }

  @SuppressWarnings("unchecked") // it is the class of the value
  private static Definition<Shop, Object> shopOf(Object initial) {
    return shop((Class<Object>) initial.getClass(), initial);
  }

  private static RuntimeBuilder node() {
    return ActorRuntime.builder("test").store(InMemoryStateStore.create()).shutdownAtExit(false);
  }
}

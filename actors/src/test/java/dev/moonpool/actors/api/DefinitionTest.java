package dev.moonpool.actors.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A13")
class DefinitionTest {
  private interface Lamp {
    record Light(int level) implements Request<Lamp, Nothing> {}

    record Read() implements Request<Lamp, Level> {}

    record Level(int value) {}

    record Burnt() implements Refusal {}

    record Stuck() implements Refusal {}
  }

  private static final ActorType<Lamp> BARE = ActorType.named("lamp", Lamp.class);
  private static final ActorType<Lamp> TYPE =
      BARE.request("light", Lamp.Light.class, Nothing.class)
          .request("read", Lamp.Read.class, Lamp.Level.class, RequestFlag.READ_ONLY)
          .refusal("burnt", Lamp.Burnt.class);

  @Test
  void type_registered_isFoundByNameAndClassInOrder() {
    assertThat(TYPE.requests()).extracting(RequestType::name).containsExactly("light", "read");
    assertThat(TYPE.request("read")).contains(TYPE.requestOf(new Lamp.Read()));
    assertThat(TYPE.requestOf(new Lamp.Read()).has(RequestFlag.READ_ONLY)).isTrue();
    assertThat(TYPE.requestOf(new Lamp.Light(1)).flagBits()).isZero();
    assertThat(TYPE.refusalName(Lamp.Burnt.class)).contains("burnt");
    assertThat(TYPE.refusal("burnt").orElseThrow()).isEqualTo(Lamp.Burnt.class);
    assertThat(TYPE.request("dim")).isEmpty();
    assertThat(TYPE.refusalName(Lamp.Stuck.class)).isEmpty();
  }

  @Test
  void type_registering_leavesTheEarlierValueAsItWas() {
    assertThat(BARE.requests()).isEmpty();
    assertThatThrownBy(() -> TYPE.requests().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a::b", ":a"})
  void named_notPartOfAnId_isRefused(String name) {
    assertThatThrownBy(() -> ActorType.named(name, Lamp.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Light", "light it", "light_it", "lücht", "light.it", "light/it", "٣"})
  void request_badWireName_isRefusedWithTheName(String wireName) {
    assertThatThrownBy(() -> BARE.request(wireName, Lamp.Light.class, Nothing.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + wireName + "'");
    assertThatThrownBy(() -> BARE.refusal(wireName, Lamp.Burnt.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + wireName + "'");
  }

  @Test
  void request_overlongWireName_isRefused() {
    assertThat(BARE.request("x".repeat(64), Lamp.Light.class, Nothing.class).requests()).hasSize(1);
    assertThatThrownBy(() -> BARE.request("x".repeat(65), Lamp.Light.class, Nothing.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void request_nameOrClassAgain_isRefused() {
    assertThatThrownBy(() -> TYPE.request("light", Lamp.Read.class, Lamp.Level.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'lamp'")
        .hasMessageContaining("'light'");
    assertThatThrownBy(() -> TYPE.request("shine", Lamp.Light.class, Nothing.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Light");
    assertThatThrownBy(() -> TYPE.refusal("burnt", Lamp.Stuck.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'burnt'");
    assertThatThrownBy(() -> TYPE.refusal("dead", Lamp.Burnt.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Burnt");
  }

  @Test
  void requestOf_unregistered_isRefusedWithWhatToAdd() {
    assertThatThrownBy(() -> BARE.requestOf(new Lamp.Light(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'lamp'")
        .hasMessageContaining(".request(\"name\", Light.class");
  }

  @Test
  void mistakes_missingHandlers_areNamedAllAtOnce() {
    Definition<Lamp, Object> definition = TYPE.create(context -> new Object());

    List<String> mistakes = definition.mistakes();

    assertThat(mistakes).hasSize(2);
    assertThat(mistakes.get(0)).contains("'lamp'", "'light'", ".on(Light.class");
    assertThat(mistakes.get(1)).contains("'lamp'", "'read'", ".on(Read.class");
    assertThat(complete().mistakes()).isEmpty();
    assertThat(complete().handlers()).containsOnlyKeys(Lamp.Light.class, Lamp.Read.class);
  }

  @Test
  void on_unregisteredOrTwice_isRefused() {
    assertThatThrownBy(
            () ->
                BARE.create(context -> new Object())
                    .on(Lamp.Light.class, (lamp, request) -> Nothing.NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not register Light");
    assertThatThrownBy(() -> complete().on(Lamp.Light.class, (lamp, request) -> Nothing.NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already has a handler of Light");
  }

  @Test
  void options_defaults_areThoseOfTheRequirements() {
    Definition<Lamp, Object> definition = complete();

    assertThat(definition.mailboxCapacity()).isEqualTo(1_024);
    assertThat(definition.idleTimeout()).contains(Duration.ofMinutes(10));
    assertThat(definition.isReentrant()).isFalse();
    assertThat(definition.state()).isEmpty();
  }

  @Test
  void options_changed_keepTheOthers() {
    Definition<Lamp, Object> definition =
        complete().mailboxCapacity(128).reentrant().idleTimeout(Duration.ofSeconds(5));

    assertThat(definition.mailboxCapacity()).isEqualTo(128);
    assertThat(definition.isReentrant()).isTrue();
    assertThat(definition.idleTimeout()).contains(Duration.ofSeconds(5));
    assertThat(definition.neverIdle().idleTimeout()).isEmpty();
    assertThat(definition.neverIdle().mailboxCapacity()).isEqualTo(128);
    assertThat(definition.mistakes()).isEmpty();
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThatThrownBy(() -> complete().mailboxCapacity(127))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127");
    assertThatThrownBy(() -> complete().idleTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> complete().idleTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void direct_withWhatWaits_isRefused() {
    assertThat(complete().isDirect()).isFalse();
    assertThat(complete().direct().isDirect()).isTrue();
    assertThat(complete().direct().mailboxCapacity(128).isDirect()).isTrue();
    assertThatThrownBy(() -> complete().direct().reentrant())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("choose one");
    assertThatThrownBy(() -> complete().reentrant().direct())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("choose one");
    assertThatThrownBy(
            () ->
                TYPE.state(Lamp.Level.class, new Lamp.Level(3))
                    .create((context, state) -> state)
                    .direct())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keeps a state");
  }

  @Test
  void state_definition_keepsClassAndInitialValue() {
    Definition<Lamp, Object> definition =
        TYPE.state(Lamp.Level.class, new Lamp.Level(3)).create((context, state) -> state);

    assertThat(definition.state()).contains(new StateType<>(Lamp.Level.class, new Lamp.Level(3)));
    assertThatThrownBy(() -> TYPE.state(Lamp.Level.class, null))
        .isInstanceOf(NullPointerException.class);
  }

  private static Definition<Lamp, Object> complete() {
    return TYPE.create(context -> new Object())
        .on(Lamp.Light.class, (lamp, request) -> Nothing.NOTHING)
        .on(Lamp.Read.class, (lamp, request) -> new Lamp.Level(1));
  }
}

package dev.moonpool.actors.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.VirtualTime;
import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.FormerState;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.actors.api.StateSerializer;
import dev.moonpool.actors.api.StateType;
import dev.moonpool.actors.serialization.JsonStates;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.store.StateKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// States that one build stores and another reads.
@Tag("A39")
class StateVersionTest {
  private static final StateKey KEY = new StateKey("bank::purse/alice");

  record Euros(long euros) {}

  record Cents(long cents) {}

  record Money(long cents, String currency) {}

  private static final StateType<Euros> FIRST = new StateType<>(Euros.class, new Euros(0));
  private static final StateType<Cents> SECOND =
      new StateType<>(
          Cents.class,
          new Cents(0),
          2,
          List.of(new FormerState<>(1, Euros.class, old -> new Cents(100 * old.euros()))));
  private static final StateType<Money> THIRD =
      new StateType<>(
          Money.class,
          new Money(0, "EUR"),
          3,
          List.of(
              new FormerState<>(1, Euros.class, old -> new Money(100 * old.euros(), "EUR")),
              new FormerState<>(2, Cents.class, old -> new Money(old.cents(), "EUR"))));

  private InMemoryStateStore store = InMemoryStateStore.create();
  private long fence = 1;

  @Test
  void load_savedByEarlierBuilds_isUpgradedAndThenStoredAsTodays() {
    inWorld(
        providers -> {
          load(providers, FIRST).persist(new Euros(7));
          assertThat(stored()).isEqualTo("{\"euros\":7}");
          StateCell<Cents> second = load(providers, SECOND);
          assertThat(second.get()).isEqualTo(new Cents(700));
          assertThat(second.isStored()).isTrue();
          assertThat(stored()).as("loading alone stores nothing").isEqualTo("{\"euros\":7}");
          assertThat(load(providers, THIRD).get()).isEqualTo(new Money(700, "EUR"));

          load(providers, SECOND).persist(new Cents(750));
          assertThat(stored()).isEqualTo("#2\n{\"cents\":750}");
          assertThat(load(providers, SECOND).get()).isEqualTo(new Cents(750));
          assertThat(load(providers, THIRD).get()).isEqualTo(new Money(750, "EUR"));
          load(providers, THIRD).persist(new Money(1, "CHF"));
          assertThat(load(providers, THIRD).get()).isEqualTo(new Money(1, "CHF"));
        });
  }

  @Test
  @Tag("A41")
  void load_savedByALaterBuild_isCorruptAndNothingIsOverwritten() {
    inWorld(
        providers -> {
          load(providers, THIRD).persist(new Money(5, "CHF"));
          String before = stored();
          assertThatThrownBy(() -> load(providers, SECOND))
              .isInstanceOf(StateException.Corrupt.class)
              .hasMessageContaining("it has version 3, this build reads version 2");
          assertThat(stored()).isEqualTo(before);
        });
  }

  @Test
  @Tag("A41")
  void load_earlierVersionWithoutUpgrade_isCorruptAndSaysWhatIsThere() {
    inWorld(
        providers -> {
          load(providers, FIRST).persist(new Euros(7));
          StateType<Cents> unable = new StateType<>(Cents.class, new Cents(0), 2, List.of());
          assertThatThrownBy(() -> load(providers, unable))
              .isInstanceOf(StateException.Corrupt.class)
              .hasMessageContaining("it has version 1, this build reads version 2");
        });
  }

  @Test
  @Tag("A41")
  void load_upgradeThrows_isCorrupt() {
    inWorld(
        providers -> {
          load(providers, FIRST).persist(new Euros(7));
          FormerState<Euros, Cents> broken =
              new FormerState<>(
                  1,
                  Euros.class,
                  old -> {
                    throw new ArithmeticException("no rate");
                  });
          StateType<Cents> type = new StateType<>(Cents.class, new Cents(0), 2, List.of(broken));
          assertThatThrownBy(() -> load(providers, type))
              .isInstanceOf(StateException.Corrupt.class)
              .hasMessageContaining("the upgrade from version 1 failed");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "#\n{}", "#x\n{}", "#0\n{}", "#-1\n{}", "#12", "#1234567890\n{}"})
  void parse_headerThatIsNone_isRefused(String stored) {
    assertThatThrownBy(() -> VersionedBytes.parse(stored.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("version cannot be read");
  }

  @Test
  void write_serializerWhoseBytesLookLikeAHeader_readsThemBack() {
    StateSerializer odd =
        new StateSerializer() {
          @Override
          public byte[] serialize(Object state, Class<?> type) {
            return ("#9\n" + state).getBytes(StandardCharsets.UTF_8);
          }

          @Override
          public <S> S deserialize(byte[] bytes, Class<S> type) {
            return type.cast(new String(bytes, StandardCharsets.UTF_8).substring(3));
          }
        };
    inWorld(
        providers -> {
          StateBinding<String> binding =
              new StateBinding<>(new StateType<>(String.class, ""), store, odd, providers.time());
          assertThat(binding.read(binding.write("text"))).isEqualTo("text");
        });
  }

  @Test
  void definition_versionsThatDoNotFit_areRefused() {
    ActorType<Object> type = ActorType.named("purse", Object.class);
    assertThatThrownBy(() -> type.state(Cents.class, new Cents(0)).version(0))
        .hasMessageContaining("count from 1");
    assertThatThrownBy(
            () ->
                type.state(Cents.class, new Cents(0))
                    .upgrade(1, Euros.class, old -> new Cents(old.euros())))
        .hasMessageContaining("say version(…) first");
    assertThatThrownBy(
            () ->
                type.state(Cents.class, new Cents(0))
                    .version(2)
                    .upgrade(1, Euros.class, old -> new Cents(old.euros()))
                    .upgrade(1, Euros.class, old -> new Cents(old.euros())))
        .hasMessageContaining("says twice");
    Definition<Object, Object> definition =
        type.state(Cents.class, new Cents(0))
            .version(2)
            .upgrade(1, Euros.class, old -> new Cents(old.euros()))
            .create((ActorContext context, ActorState<Cents> state) -> new Object());
    assertThat(definition.state().orElseThrow().version()).isEqualTo(2);
  }

  private interface Body {
    void run(Providers providers) throws Exception;
  }

  private void inWorld(Body body) {
    VirtualTime.run(
        providers -> {
          store = InMemoryStateStore.create();
          body.run(providers);
        });
  }

  private <S> StateCell<S> load(Providers providers, StateType<S> type) {
    Fence own = new Fence(0, 1, fence++);
    return StateCell.load(
        new StateBinding<>(type, store, new JsonStates(), providers.time()),
        new StateCell.Owner() {
          @Override
          public StateKey stateKey() {
            return KEY;
          }

          @Override
          public Fence fence() {
            return own;
          }

          @Override
          public void checkThread(String what) {}
        });
  }

  private String stored() {
    return new String(
        store.inspect(KEY).orElseThrow().bytes().orElseThrow(), StandardCharsets.UTF_8);
  }
}

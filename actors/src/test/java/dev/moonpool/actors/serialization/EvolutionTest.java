package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.PayloadException;
import dev.moonpool.actors.api.StableName;
import dev.moonpool.actors.api.StateFormatException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule of the page on evolution, in both formats.
@Tag("field-F10")
class EvolutionTest {
  private static final Object REFUSED = new Object();

  record Empty() {}

  record Text(String value) {}

  record Whole(int value) {}

  record Long1(long value) {}

  record Boxed(Integer value) {}

  record Truth(boolean value) {}

  record Short1(float value) {}

  record Fraction(double value) {}

  record Exact(BigDecimal value) {}

  record Maybe(Optional<String> value) {}

  record Texts(List<String> value) {}

  record TextSet(Set<String> value) {}

  record Two(int first, String second) {}

  record Turned(String second, int first) {}

  record RenamedTo(int amount) {}

  record RenamedStably(@StableName("value") int amount) {}

  record Counted(int count, boolean open, double rate, char sign) {}

  record Listed(List<String> list, Set<String> set, Map<String, Integer> map) {
    Listed {
      list = List.copyOf(list);
      set = Set.copyOf(set);
      map = Map.copyOf(map);
    }
  }

  record Defaulted(String text) {
    Defaulted {
      text = text == null ? "default" : text;
    }
  }

  enum Colour {
    RED,
    GREEN
  }

  enum More {
    RED,
    GREEN,
    BLUE
  }

  enum Named {
    @StableName("RED")
    CRIMSON,
    GREEN
  }

  enum Lost {
    CRIMSON,
    GREEN
  }

  record OfColour(Colour value) {}

  record OfMore(More value) {}

  record OfNamed(Named value) {}

  record OfLost(Lost value) {}

  record Inner(int a) {}

  record Moved(int a) {}

  record OfInner(Inner value) {}

  record OfMoved(Moved value) {}

  sealed interface Way {
    record Card(int a) implements Way {}

    record Cash() implements Way {}
  }

  sealed interface Ways {
    record Card(int a) implements Ways {}

    record Cash() implements Ways {}

    record Cheque() implements Ways {}
  }

  sealed interface Stable {
    @StableName("Card")
    record Plastic(int a) implements Stable {}

    record Cash() implements Stable {}
  }

  sealed interface Unstable {
    record Plastic(int a) implements Unstable {}

    record Cash() implements Unstable {}
  }

  record OfWay(Way value) {}

  record OfWays(Ways value) {}

  record OfStable(Stable value) {}

  record OfUnstable(Unstable value) {}

  record OfCard(Way.Card value) {}

  /// What was written as one record, read as another.
  record Step(Object written, Class<?> readAs, Object expected) {}

  private static final Map<String, List<Step>> RULES = new LinkedHashMap<>();

  private static void rule(String change, Step... steps) {
    RULES.put(change, List.of(steps));
  }

  private static Step gives(Object written, Object expected) {
    return new Step(written, expected.getClass(), expected);
  }

  private static Step refuses(Object written, Class<?> readAs) {
    return new Step(written, readAs, REFUSED);
  }

  static {
    rule(
        "add a component with a primitive type",
        gives(new Empty(), new Counted(0, false, 0, '\0')));
    rule(
        "add a `List`, `Set` or `Map`",
        gives(new Empty(), new Listed(List.of(), Set.of(), Map.of())),
        gives(new Empty(), new Texts(List.of())));
    rule("add an `Optional`", gives(new Empty(), new Maybe(Optional.empty())));
    rule(
        "add a component with any other type",
        gives(new Empty(), new Text(null)),
        gives(new Empty(), new Boxed(null)),
        gives(new Empty(), new OfInner(null)),
        gives(new Empty(), new Defaulted("default")));
    rule("remove a component", gives(new Two(1, "b"), new Empty()));
    rule(
        "rename a component",
        gives(new Whole(5), new RenamedTo(0)),
        gives(new Whole(5), new RenamedStably(5)),
        gives(new RenamedStably(5), new Whole(5)));
    rule("reorder components", gives(new Two(1, "b"), new Turned("b", 1)));
    rule(
        "`int` to `long`, `float` to `double`, a whole number to `double` or `BigDecimal`",
        gives(new Whole(-5), new Long1(-5)),
        gives(new Short1(0.5f), new Fraction(0.5)),
        gives(new Long1(7), new Fraction(7)),
        gives(new Long1(7), new Exact(BigDecimal.valueOf(7))));
    rule(
        "`long` to `int`",
        gives(new Long1(5), new Whole(5)),
        refuses(new Long1(1L << 40), Whole.class));
    rule(
        "a number with a fraction to a whole number",
        refuses(new Fraction(1.75), Long1.class),
        refuses(new Fraction(1.75), Boxed.class),
        refuses(new Exact(new BigDecimal("1.5")), Whole.class));
    rule(
        "a number to a text, or a text to a number",
        refuses(new Whole(5), Text.class),
        refuses(new Fraction(5.5), Text.class),
        refuses(new Text("5"), Whole.class),
        refuses(new Text("5"), Boxed.class),
        refuses(new Text(""), Whole.class),
        refuses(new Text("5.5"), Fraction.class));
    rule(
        "a truth value to a number, or a number to a truth value",
        refuses(new Truth(true), Whole.class),
        refuses(new Whole(1), Truth.class),
        refuses(new Text("true"), Truth.class));
    rule(
        "a box to its primitive",
        gives(new Boxed(3), new Whole(3)),
        gives(new Boxed(null), new Whole(0)),
        gives(new Boxed(null), new Long1(0)),
        gives(new Text(null), new Truth(false)),
        gives(new Text(null), new Fraction(0)));
    rule(
        "`T` to `Optional<T>`, or back",
        gives(new Text("a"), new Maybe(Optional.of("a"))),
        gives(new Text(null), new Maybe(Optional.empty())),
        gives(new Maybe(Optional.of("a")), new Text("a")),
        gives(new Maybe(Optional.empty()), new Text(null)));
    rule(
        "`List` to `Set`", gives(new Texts(List.of("a", "b", "a")), new TextSet(Set.of("a", "b"))));
    rule("`T` to `List<T>`", refuses(new Text("a"), Texts.class));
    rule(
        "add a constant to an enum",
        gives(new OfColour(Colour.RED), new OfMore(More.RED)),
        refuses(new OfMore(More.BLUE), OfColour.class));
    rule(
        "remove a constant from an enum",
        gives(new OfMore(More.GREEN), new OfColour(Colour.GREEN)),
        refuses(new OfMore(More.BLUE), OfColour.class),
        refuses(new Whole(0), OfColour.class));
    rule(
        "rename a constant",
        refuses(new OfColour(Colour.RED), OfLost.class),
        gives(new OfColour(Colour.RED), new OfNamed(Named.CRIMSON)),
        gives(new OfNamed(Named.CRIMSON), new OfColour(Colour.RED)));
    rule("rename or move a record", gives(new OfInner(new Inner(4)), new OfMoved(new Moved(4))));
    rule(
        "add a record to a sealed interface",
        gives(new OfWay(new Way.Card(4)), new OfWays(new Ways.Card(4))),
        refuses(new OfWays(new Ways.Cheque()), OfWay.class));
    rule(
        "remove a record from a sealed interface",
        gives(new OfWays(new Ways.Cash()), new OfWay(new Way.Cash())),
        refuses(new OfWays(new Ways.Cheque()), OfWay.class));
    rule(
        "rename a record of a sealed interface",
        refuses(new OfWay(new Way.Card(4)), OfUnstable.class),
        gives(new OfWay(new Way.Card(4)), new OfStable(new Stable.Plastic(4))),
        gives(new OfStable(new Stable.Plastic(4)), new OfWay(new Way.Card(4))));
    rule(
        "a record to a sealed interface that permits it",
        refuses(new OfCard(new Way.Card(4)), OfWay.class));
  }

  static Stream<String> changes() {
    return RULES.keySet().stream();
  }

  @Test
  void rules_ofThePage_areThoseTestedHere() {
    assertThat(HelpPage.named("evolution.md").firstCells(0))
        .containsExactlyElementsOf(RULES.keySet());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void read_bytesOfTheOldType_followsTheRuleInTheStore(String change) {
    for (Step step : RULES.get(change)) {
      byte[] stored = RoundTrip.STATES.serialize(step.written, step.written.getClass());
      if (step.expected == REFUSED) {
        assertThatThrownBy(() -> RoundTrip.STATES.deserialize(stored, step.readAs))
            .as(step.toString())
            .isInstanceOf(StateFormatException.class)
            .hasMessageContaining("value");
      } else {
        assertThat((Object) RoundTrip.STATES.deserialize(stored, step.readAs))
            .isEqualTo(step.expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void read_bytesOfTheOldType_followsTheRuleOnTheWire(String change) {
    for (Step step : RULES.get(change)) {
      byte[] sent = RoundTrip.PAYLOADS.serialize(step.written, step.written.getClass());
      if (step.expected == REFUSED) {
        assertThatThrownBy(() -> RoundTrip.PAYLOADS.deserialize(sent, step.readAs))
            .as(step.toString())
            .isInstanceOf(PayloadException.class)
            .hasMessageContaining("value");
      } else {
        assertThat(RoundTrip.PAYLOADS.deserialize(sent, step.readAs)).isEqualTo(step.expected);
      }
    }
  }
}

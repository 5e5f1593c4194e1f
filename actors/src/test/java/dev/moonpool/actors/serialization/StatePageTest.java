package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.TypeToken;
import dev.moonpool.actors.serialization.PayloadTypesTest.Key;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each line of the page on what a state may be.
@Tag("field-F2")
class StatePageTest {
  private static final HelpPage PAGE = HelpPage.named("what-a-state-may-be.md");

  private static final Map<String, List<Type>> ACCEPTED = new LinkedHashMap<>();
  private static final Map<String, List<Class<?>>> REFUSED = new LinkedHashMap<>();

  record Boxes(Boolean a, Byte b, Short c, Character d, Integer e, Long f, Float g, Double h) {}

  record Comparing(Comparable<String> what) {}

  record Serial(Serializable what) {}

  abstract static class Shape {}

  record OfAbstract(Shape what) {}

  record OfClass(HelpPageClass what) {}

  static final class HelpPageClass {}

  record Dated(Calendar what) {}

  record Hashed(HashMap<String, String> what) {}

  record Queued(Queue<String> what) {}

  record Streamed(Stream<String> what) {}

  record AnyMap(@SuppressWarnings("rawtypes") Map what) {}

  record WildMap(Map<String, ?> what) {}

  static {
    ACCEPTED.put(
        "`boolean`, `byte`, `short`, `char`, `int`, `long`, `float`, `double` and their boxes",
        List.of(
            boolean.class,
            byte.class,
            short.class,
            char.class,
            int.class,
            long.class,
            float.class,
            double.class,
            Boxes.class));
    ACCEPTED.put("`String`", List.of(String.class));
    ACCEPTED.put("`BigInteger`, `BigDecimal`", List.of(BigInteger.class, BigDecimal.class));
    ACCEPTED.put("`UUID`, `URI`", List.of(UUID.class, URI.class));
    ACCEPTED.put(
        "`Instant`, `Duration`, `LocalDate`, `LocalTime`, `LocalDateTime`, `OffsetDateTime`,"
            + " `OffsetTime`, `ZonedDateTime`, `Year`, `YearMonth`, `MonthDay`, `Period`, `ZoneId`,"
            + " `ZoneOffset`",
        List.of(
            Instant.class,
            Duration.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            OffsetTime.class,
            ZonedDateTime.class,
            Year.class,
            YearMonth.class,
            MonthDay.class,
            Period.class,
            ZoneId.class,
            ZoneOffset.class));
    ACCEPTED.put("an enum", List.of(DayOfWeek.class, PayloadTypesTest.Shape.Fixed.class));
    ACCEPTED.put(
        "a record of such parts, generic ones too",
        List.of(Key.class, PayloadTypesTest.Tree.class, PayloadTypesTest.Boxes.class));
    ACCEPTED.put(
        "a sealed interface of records, enums and sealed interfaces",
        List.of(PayloadTypesTest.Shape.class));
    ACCEPTED.put(
        "`Optional` of such a part, `OptionalInt`, `OptionalLong`, `OptionalDouble`",
        List.of(
            new TypeToken<Optional<Key>>() {}.type(),
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class));
    ACCEPTED.put(
        "`List`, `Set`, `SortedSet`, `NavigableSet`",
        List.of(
            new TypeToken<List<Key>>() {}.type(),
            new TypeToken<Set<Key>>() {}.type(),
            new TypeToken<SortedSet<String>>() {}.type(),
            new TypeToken<NavigableSet<Long>>() {}.type()));
    ACCEPTED.put(
        "`Map`, `SortedMap`, `NavigableMap`",
        List.of(
            new TypeToken<Map<UUID, Key>>() {}.type(),
            new TypeToken<SortedMap<String, Key>>() {}.type(),
            new TypeToken<NavigableMap<Instant, Key>>() {}.type(),
            PayloadTypesTest.Keys.class,
            PayloadTypesTest.TimeKeys.class));
    ACCEPTED.put(
        "an array, in a record that has an `equals` and a `hashCode` of its own",
        List.of(PayloadTypesTest.Bytes.class));
    ACCEPTED.put("`ActorRef`", List.of(new TypeToken<ActorRef<Key>>() {}.type()));

    REFUSED.put(
        "`Object`, `Number`, `Comparable`, `Serializable`",
        List.of(
            PayloadTypesTest.Anything.class,
            PayloadTypesTest.AnyNumber.class,
            Comparing.class,
            Serial.class));
    REFUSED.put(
        "an interface or abstract class that is not sealed",
        List.of(PayloadTypesTest.OfUnsealed.class, OfAbstract.class));
    REFUSED.put(
        "`List`, `Map` or another generic type without its arguments, or with `?`",
        List.of(
            PayloadTypesTest.Raw.class, PayloadTypesTest.Wild.class, AnyMap.class, WildMap.class));
    REFUSED.put(
        "a function, such as `Runnable` or `Supplier`",
        List.of(PayloadTypesTest.Open.class, PayloadTypesTest.Lazy.class));
    REFUSED.put("a class that is not a record", List.of(OfClass.class));
    REFUSED.put("`ActorRef` in a state", List.of(PayloadTypesTest.Referring.class));
    REFUSED.put("an array", List.of(PayloadTypesTest.Plain.class, PayloadTypesTest.InList.class));
    REFUSED.put(
        "`ArrayList`, `HashMap`, `Collection`, `Queue` and other collections",
        List.of(
            PayloadTypesTest.Growing.class,
            Hashed.class,
            PayloadTypesTest.Any.class,
            Queued.class));
    REFUSED.put("a map whose key is a record", List.of(PayloadTypesTest.KeyedByRecord.class));
    REFUSED.put("`BitSet`", List.of(PayloadTypesTest.Bits.class));
    REFUSED.put("`Date`, `Calendar`", List.of(PayloadTypesTest.Old.class, Dated.class));
    REFUSED.put("`AtomicLong` and its relatives", List.of(PayloadTypesTest.Counting.class));
    REFUSED.put("`StringBuilder`", List.of(PayloadTypesTest.Building.class));
    REFUSED.put("`Iterator`, `Stream`", List.of(PayloadTypesTest.Once.class, Streamed.class));
    REFUSED.put("`Throwable`", List.of(PayloadTypesTest.Failing.class));
    REFUSED.put("a component with `@JsonIgnore`", List.of(PayloadTypesTest.Leaving.class));
    REFUSED.put(
        "two permitted records, components or constants of one name",
        List.of(
            PayloadTypesTest.Ambiguous.class,
            PayloadTypesTest.SameName.class,
            PayloadTypesTest.SameConstant.class));
  }

  static Stream<String> accepted() {
    return ACCEPTED.keySet().stream();
  }

  static Stream<String> refused() {
    return REFUSED.keySet().stream();
  }

  @Test
  void lines_ofThePage_areThoseTestedHere() {
    List<String> refused = new ArrayList<>(REFUSED.keySet());
    refused.add("an initial state with a mutable collection or array in it"); // TypeMistakesTest

    assertThat(PAGE.firstCells(0)).containsExactlyElementsOf(ACCEPTED.keySet());
    assertThat(PAGE.firstCells(1)).containsExactlyElementsOf(refused);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void line_ofWhatComesBack_isAccepted(String line) {
    for (Type type : ACCEPTED.get(line)) {
      assertThat(PayloadTypes.ofPayloads(type)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void line_ofWhatIsRefused_isRefusedWithARemedy(String line) {
    for (Class<?> type : REFUSED.get(line)) {
      assertThat(PayloadTypes.ofStates(type)).isNotEmpty();
    }
  }
}

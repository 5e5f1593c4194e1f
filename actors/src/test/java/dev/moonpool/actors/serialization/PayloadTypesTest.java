package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.PayloadException;
import dev.moonpool.actors.api.StableName;
import dev.moonpool.actors.api.StateFormatException;
import dev.moonpool.actors.api.TypeToken;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
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
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@Tag("field-F2")
class PayloadTypesTest {
  record Key(String name) {}

  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    record Square(double side, Optional<Shape> inner) implements Shape {}

    enum Fixed implements Shape {
      POINT,
      LINE {
        @Override
        public String toString() {
          return "a line";
        }
      }
    }

    sealed interface Round extends Shape {
      record Ellipse(int a, int b) implements Round {}
    }
  }

  sealed interface Result<T> {
    record Good<T>(T value) implements Result<T> {}

    record Bad<T>(String why, List<T> seen) implements Result<T> {}
  }

  record Drawing(Shape first, List<Shape> more, Map<String, Shape> named, Optional<Shape> last) {}

  record Results(Result<Integer> number, List<Result<Shape>> shapes) {}

  record Tree(String name, List<Tree> below) {}

  record Box<T>(T value, List<T> more) {}

  record Boxes(Box<String> text, Box<Box<Long>> deep) {}

  record Numbers(
      boolean open,
      byte small,
      short more,
      char letter,
      int number,
      long large,
      float part,
      double finer,
      Boolean maybe,
      Long boxed,
      Character sign,
      BigInteger big,
      BigDecimal exact) {}

  record Times(
      Instant instant,
      Duration duration,
      LocalDate date,
      LocalTime time,
      LocalDateTime both,
      OffsetDateTime offset,
      OffsetTime offsetTime,
      ZonedDateTime zoned,
      Year year,
      YearMonth month,
      MonthDay day,
      Period period,
      ZoneId zone,
      ZoneOffset shift) {}

  record Many(
      List<String> list,
      Set<String> set,
      SortedSet<Integer> sorted,
      NavigableSet<String> navigable,
      SortedMap<Integer, String> map,
      NavigableMap<String, List<Key>> more,
      Map<String, Map<Integer, Set<UUID>>> deep) {}

  record Keys(
      Map<Boolean, String> truth,
      Map<Byte, String> bytes,
      Map<Short, String> shorts,
      Map<Integer, String> ints,
      Map<Long, String> longs,
      Map<UUID, String> ids,
      Map<URI, String> places,
      Map<TimeUnit, String> units,
      Map<Shape.Fixed, String> fixed) {}

  record TimeKeys(
      Map<Instant, Integer> a,
      Map<Duration, Integer> b,
      Map<LocalDate, Integer> c,
      Map<LocalTime, Integer> d,
      Map<LocalDateTime, Integer> e,
      Map<OffsetDateTime, Integer> f,
      Map<OffsetTime, Integer> g,
      Map<ZonedDateTime, Integer> h,
      Map<Year, Integer> i,
      Map<YearMonth, Integer> j,
      Map<MonthDay, Integer> k,
      Map<Period, Integer> l,
      Map<ZoneId, Integer> m,
      Map<ZoneOffset, Integer> n) {}

  record Options(Optional<String> text, OptionalInt a, OptionalLong b, OptionalDouble c) {}

  record Extras(int total) {
    public String getBoom() {
      throw new IllegalStateException("no component");
    }

    public boolean isEmpty() {
      throw new IllegalStateException("no component");
    }
  }

  record Bytes(byte[] content, String[] words) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes
          && Arrays.equals(content, bytes.content)
          && Arrays.equals(words, bytes.words);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(content);
    }
  }

  record Renamed(@StableName("cents") long amount, Kind kind, Map<Kind, Integer> counts) {
    enum Kind {
      @StableName("old")
      NEW,
      OTHER
    }
  }

  record Written(String text) {
    Written {
      text = text.strip();
    }
  }

  private static final ZonedDateTime SUMMER =
      ZonedDateTime.of(2026, 7, 1, 12, 30, 0, 5, ZoneId.of("Europe/Berlin"));

  private static final ZonedDateTime SECOND_TWO_OCLOCK =
      ZonedDateTime.ofLocal(
          LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(1));

  static final List<Object> ACCEPTED =
      List.of(
          new Key("größe 𝔘 \u0000 \""),
          new Drawing(
              new Shape.Circle(1.5),
              List.of(
                  Shape.Fixed.POINT,
                  Shape.Fixed.LINE,
                  new Shape.Round.Ellipse(1, 2),
                  new Shape.Square(2, Optional.of(new Shape.Circle(0))),
                  new Shape.Square(2, Optional.empty())),
              Map.of("Circle", new Shape.Circle(3)),
              Optional.of(Shape.Fixed.LINE)),
          new Drawing(Shape.Fixed.LINE, List.of(), Map.of(), Optional.empty()),
          new Results(
              new Result.Good<>(7),
              List.of(
                  new Result.Good<>(new Shape.Circle(1)),
                  new Result.Bad<>("no", List.of(Shape.Fixed.POINT)))),
          new Tree("a", List.of(new Tree("b", List.of(new Tree("c", List.of()))))),
          new Boxes(new Box<>("x", List.of("y")), new Box<>(new Box<>(1L, List.of(2L)), List.of())),
          new Numbers(
              true,
              Byte.MIN_VALUE,
              Short.MAX_VALUE,
              'ß',
              Integer.MIN_VALUE,
              Long.MIN_VALUE,
              0.1f,
              -0.0,
              null,
              Long.MAX_VALUE,
              '\u0000',
              BigInteger.ONE.shiftLeft(70).negate(),
              new BigDecimal("1.50")),
          new Numbers(
              false,
              (byte) 0,
              (short) 0,
              ' ',
              0,
              0,
              Float.NaN,
              Double.NEGATIVE_INFINITY,
              false,
              null,
              null,
              new BigInteger("9".repeat(1_001)),
              new BigDecimal("-12E+400")),
          new Numbers(
              false,
              (byte) 0,
              (short) 0,
              ' ',
              0,
              0,
              Float.MIN_VALUE,
              Double.MAX_VALUE,
              false,
              null,
              null,
              BigInteger.TEN.pow(99_999),
              BigDecimal.valueOf(1, 400_000)),
          new Times(
              Instant.parse("2026-01-02T03:04:05.678901234Z"),
              Duration.ofNanos(-1_234_567_891_011L),
              LocalDate.of(-5, 2, 28),
              LocalTime.of(23, 59, 59, 999_999_999),
              LocalDateTime.of(2026, 1, 1, 0, 0),
              OffsetDateTime.parse("2026-01-01T00:00:00+05:30"),
              OffsetTime.parse("10:15:30.5-08:00"),
              SUMMER,
              Year.of(2026),
              YearMonth.of(2026, 12),
              MonthDay.of(2, 29),
              Period.of(1, -2, 3),
              ZoneId.of("America/New_York"),
              ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
          new Times(
              Instant.MAX,
              Duration.ofSeconds(Long.MIN_VALUE),
              LocalDate.MAX,
              LocalTime.MIDNIGHT,
              LocalDateTime.MIN,
              OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
              OffsetTime.MIN,
              SECOND_TWO_OCLOCK,
              Year.of(-999_999_999),
              YearMonth.of(12_345, 1),
              MonthDay.of(12, 31),
              Period.ZERO,
              ZoneOffset.UTC,
              ZoneOffset.MIN),
          new Many(
              List.of("b", "a"),
              Set.of("x", "y", "z"),
              new TreeSet<>(Set.of(3, 1, 2)),
              new TreeSet<>(Set.of("q")),
              new TreeMap<>(Map.of(2, "b", 1, "a")),
              new TreeMap<>(Map.of("k", List.of(new Key("v")))),
              Map.of("k".repeat(60_000), Map.of(1, Set.of(new UUID(1, 2))))),
          new Keys(
              Map.of(true, "t"),
              Map.of((byte) -1, "b"),
              Map.of((short) 5, "s"),
              Map.of(6, "i"),
              Map.of(Long.MIN_VALUE, "l"),
              Map.of(new UUID(3, 4), "u"),
              Map.of(URI.create("http://x/y?z#f"), "p"),
              Map.of(TimeUnit.DAYS, "d"),
              Map.of(Shape.Fixed.LINE, "f")),
          new TimeKeys(
              Map.of(Instant.MAX, 1, Instant.EPOCH, 2),
              Map.of(Duration.ofMillis(5), 1),
              Map.of(LocalDate.MIN, 1),
              Map.of(LocalTime.NOON, 1),
              Map.of(LocalDateTime.MAX, 1),
              Map.of(OffsetDateTime.parse("2026-01-01T00:00:00+05:30"), 1),
              Map.of(OffsetTime.MIN, 1),
              Map.of(SUMMER, 1, SECOND_TWO_OCLOCK, 2),
              Map.of(Year.of(12_345), 1),
              Map.of(YearMonth.of(2026, 1), 1),
              Map.of(MonthDay.of(2, 29), 1),
              Map.of(Period.ofDays(3), 1),
              Map.of(ZoneId.of("Asia/Kolkata"), 1, ZoneOffset.UTC, 2),
              Map.of(ZoneOffset.ofHours(-3), 1)),
          new Options(
              Optional.of(""), OptionalInt.of(-1), OptionalLong.empty(), OptionalDouble.of(0.5)),
          new Options(
              Optional.empty(), OptionalInt.empty(), OptionalLong.of(1), OptionalDouble.empty()),
          new Extras(3),
          new Bytes(new byte[] {0, -1}, new String[] {"a"}),
          new Renamed(5, Renamed.Kind.NEW, Map.of(Renamed.Kind.NEW, 1, Renamed.Kind.OTHER, 2)),
          new Written("text"));

  @ParameterizedTest
  @FieldSource("ACCEPTED")
  void accepted_value_isEqualAfterStoreAndWire(Object value) {
    RoundTrip.holds(value.getClass(), value);
  }

  @Test
  void accepted_sealedTypeItself_isEqualAfterStoreAndWire() {
    RoundTrip.holds(Shape.class, new Shape.Square(1, Optional.empty()));
    RoundTrip.holds(Shape.class, Shape.Fixed.LINE);
    RoundTrip.holds(Shape.Round.class, new Shape.Round.Ellipse(1, 2));
    RoundTrip.holds(Shape.Circle.class, new Shape.Circle(1));
  }

  record Referring(ActorRef<Key> to) {}

  record Anything(Object what) {}

  record AnyNumber(Number what) {}

  record Raw(@SuppressWarnings("rawtypes") List what) {}

  record Wild(List<?> what) {}

  record Generic(Box<Object> what) {}

  record Open(Runnable what) {}

  record Lazy(Supplier<Key> what) {}

  interface Unsealed {}

  record OfUnsealed(Unsealed what) {}

  record Bits(BitSet what) {}

  record Old(Date what) {}

  record Counting(AtomicLong what) {}

  record Building(StringBuilder what) {}

  record Growing(ArrayList<String> what) {}

  record Any(Collection<String> what) {}

  record Once(Iterator<String> what) {}

  record Plain(byte[] what) {}

  record InList(List<int[]> what) {}

  record KeyedByRecord(Map<Key, String> what) {}

  record KeyedByText(Map<CharSequence, String> what) {}

  record Twice(Optional<Optional<String>> what) {}

  record TwiceNumber(Optional<OptionalInt> what) {}

  record Unordered(SortedSet<Key> what) {}

  record Failing(RuntimeException what) {}

  record Pathed(Path what) {}

  record Spoken(Locale what) {}

  record Leaving(int kept, @JsonIgnore int what) {}

  record SameName(@StableName("a") int one, @StableName("a") int what) {}

  record SameConstant(Doubled what) {
    enum Doubled {
      ONE,
      @StableName("ONE")
      TWO
    }
  }

  record Nested(List<Map<String, Optional<Anything>>> deep) {}

  sealed interface Ambiguous {
    record A() implements Ambiguous {}

    sealed interface More extends Ambiguous {
      @StableName("A")
      record B() implements More {}
    }
  }

  sealed interface HalfOpen permits HalfOpenClass {}

  abstract static non-sealed class HalfOpenClass implements HalfOpen {}

  record Refused(Class<?> type, String... words) {
    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  static final List<Refused> REFUSED =
      List.of(
          new Refused(Referring.class, "Referring.to", "ActorRef", "context.actor(TYPE, key)"),
          new Refused(Anything.class, "Anything.what is a Object", "sealed interface"),
          new Refused(AnyNumber.class, "AnyNumber.what is a Number", "name the class"),
          new Refused(Raw.class, "Raw.what is a List", "List<String>"),
          new Refused(Wild.class, "Wild.what is a List", "say what it holds"),
          new Refused(Generic.class, "Generic.what.value is a Object"),
          new Refused(Open.class, "Open.what is a Runnable", "function"),
          new Refused(Lazy.class, "Lazy.what is a Supplier", "function"),
          new Refused(OfUnsealed.class, "OfUnsealed.what is a Unsealed", "sealed"),
          new Refused(Bits.class, "Bits.what is a BitSet", "Set<Integer>"),
          new Refused(Old.class, "Old.what is a Date", "Instant"),
          new Refused(Counting.class, "Counting.what is a AtomicLong", "plain value"),
          new Refused(Building.class, "Building.what is a StringBuilder", "String"),
          new Refused(Growing.class, "Growing.what is a ArrayList", "List"),
          new Refused(Any.class, "Any.what is a Collection<String>", "List"),
          new Refused(Once.class, "Once.what is a Iterator", "List"),
          new Refused(Plain.class, "Plain.what is a byte[]", "identity"),
          new Refused(InList.class, "InList.what[] is a int[]", "identity"),
          new Refused(KeyedByRecord.class, "KeyedByRecord.what{key} is a Key", "list of records"),
          new Refused(KeyedByText.class, "KeyedByText.what{key} is a CharSequence"),
          new Refused(Twice.class, "Twice.what", "one Optional"),
          new Refused(TwiceNumber.class, "TwiceNumber.what", "one Optional"),
          new Refused(Unordered.class, "Unordered.what is a SortedSet<Key>", "Set"),
          new Refused(Failing.class, "Failing.what", "record"),
          new Refused(Pathed.class, "Pathed.what is a Path"),
          new Refused(Spoken.class, "Spoken.what is a Locale"),
          new Refused(Leaving.class, "left out"),
          new Refused(SameName.class, "SameName.what", "same @StableName"),
          new Refused(SameConstant.class, "SameConstant.what", "Doubled", "'ONE'"),
          new Refused(Nested.class, "Nested.deep[]{}.what is a Object"),
          new Refused(Ambiguous.class, "'A'", "@StableName"),
          new Refused(HalfOpen.class, "HalfOpenClass"),
          new Refused(Object.class, "Object"),
          new Refused(List.class, "List<String>"),
          new Refused(Box.class, "Box.value is a Object"),
          new Refused(byte[].class, "byte[]"));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void refused_type_isNamedByComponentWithWhatToUse(Refused refused) {
    assertThat(PayloadTypes.ofStates(refused.type))
        .isNotEmpty()
        .anySatisfy(mistake -> assertThat(mistake).contains(refused.words));
  }

  @Test
  void refused_severalParts_areAllNamed() {
    record Bad(Object one, List<Number> two, Object three) {}

    assertThat(PayloadTypes.ofPayloads(Bad.class)).hasSize(3);
  }

  @Test
  void accepted_reference_inPayloadsOnly() {
    assertThat(PayloadTypes.ofPayloads(Referring.class)).isEmpty();
    assertThat(PayloadTypes.ofStates(Referring.class)).hasSize(1);
  }

  @Test
  @Tag("field-F9")
  void accepted_genericAnswer_comesBackWithItsElements() {
    Type keys = new TypeToken<List<Key>>() {}.type();
    Type shapes = new TypeToken<Map<String, Optional<Shape>>>() {}.type();

    assertThat(PayloadTypes.ofPayloads(keys)).isEmpty();
    assertThat(PayloadTypes.ofPayloads(shapes)).isEmpty();
    assertThat(RoundTrip.wired(List.of(new Key("a")), keys)).isEqualTo(List.of(new Key("a")));
    Map<String, Optional<Shape>> named =
        Map.of("a", Optional.of(new Shape.Circle(1)), "b", Optional.empty());
    assertThat(RoundTrip.wired(named, shapes)).isEqualTo(named);
    assertThat(RoundTrip.wired(Optional.empty(), new TypeToken<Optional<Key>>() {}.type()))
        .isEqualTo(Optional.empty());
  }

  @Test
  void serialize_stateThatWouldComeBackOther_isRefusedByComponent() {
    record Counted(int count) {
      Counted {
        count++;
      }
    }
    record Outer(Counted inner) {}
    Outer deep = new Outer(new Counted(1));

    assertThatThrownBy(() -> RoundTrip.STATES.serialize(deep, Outer.class))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining("Outer.inner.count");
  }

  @Test
  void serialize_stateThatCannotBeReadBack_isRefused() {
    record Digits(BigInteger number) {}
    Tree deep = new Tree("leaf", List.of());
    for (int i = 0; i < PayloadMapper.NESTING_MAX; i++) {
      deep = new Tree("", List.of(deep));
    }
    Tree tooDeep = deep;

    assertThatThrownBy(() -> RoundTrip.STATES.serialize(tooDeep, Tree.class))
        .isInstanceOf(StateFormatException.class);
    assertThatThrownBy(
            () ->
                RoundTrip.STATES.serialize(
                    new Digits(BigInteger.TEN.pow(PayloadMapper.DIGITS_MAX)), Digits.class))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining("read back");
  }

  @Test
  void serialize_halfOfASurrogatePair_isEqualInTheStoreAndRefusedByTheWire() {
    Key half = new Key("half a pair \ud800");

    assertThat(RoundTrip.STATES.deserialize(RoundTrip.STATES.serialize(half, Key.class), Key.class))
        .isEqualTo(half);
    assertThatThrownBy(() -> RoundTrip.wired(half, Key.class))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("surrogate");
  }
}

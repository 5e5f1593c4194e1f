package dev.moonpool.actors.serialization;

import dev.moonpool.actors.api.ActorRef;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
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
import java.util.UUID;
import java.util.stream.BaseStream;

/// The classes of the JDK that come back equal from both formats, and what to declare in place of
/// others.
final class KnownTypes {
  private static final List<Class<?>> TIMES =
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
          ZoneOffset.class);

  private static final List<Class<?>> OTHER_VALUES =
      List.of(
          boolean.class,
          Boolean.class,
          byte.class,
          Byte.class,
          short.class,
          Short.class,
          char.class,
          Character.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          float.class,
          Float.class,
          double.class,
          Double.class,
          String.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          URI.class);

  private static final List<Class<?>> OPTIONAL_NUMBERS =
      List.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private static final List<Class<?>> OTHER_KEYS =
      List.of(
          String.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          UUID.class,
          URI.class);

  private static final List<Class<?>> COLLECTIONS =
      List.of(List.class, Set.class, SortedSet.class, NavigableSet.class);

  private static final List<Class<?>> MAPS =
      List.of(Map.class, SortedMap.class, NavigableMap.class);

  private KnownTypes() {}

  /// Whether it is written as one text, number or truth value.
  static boolean isValue(Class<?> type) {
    return TIMES.contains(type) || OTHER_VALUES.contains(type) || OPTIONAL_NUMBERS.contains(type);
  }

  static boolean isKey(Class<?> type) {
    return TIMES.contains(type) || OTHER_KEYS.contains(type) || type.isEnum();
  }

  static boolean isCollection(Class<?> type) {
    return COLLECTIONS.contains(type);
  }

  static boolean isMap(Class<?> type) {
    return MAPS.contains(type);
  }

  /// Whether its empty value is written as null.
  static boolean isOptional(Class<?> type) {
    return type == Optional.class || OPTIONAL_NUMBERS.contains(type);
  }

  static boolean isSorted(Class<?> type) {
    return SortedSet.class.isAssignableFrom(type) || SortedMap.class.isAssignableFrom(type);
  }

  /// What to declare in place of a type that is refused.
  static String remedy(Class<?> type) {
    if (type == ActorRef.class) {
      return "keep the actor's key, and make the reference where it is used:"
          + " context.actor(TYPE, key)";
    }
    if (type.isArray()) {
      return "records compare arrays by identity: use a List, or a record with an array and with"
          + " an equals and hashCode that compare contents";
    }
    if (Collection.class.isAssignableFrom(type) || type == Iterable.class) {
      return "use List, Set or SortedSet, which come back equal and unmodifiable";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "use Map or SortedMap, which come back equal and unmodifiable";
    }
    if (Iterator.class.isAssignableFrom(type) || BaseStream.class.isAssignableFrom(type)) {
      return "use a List";
    }
    if (type == BitSet.class) {
      return "use a Set<Integer> or a BigInteger";
    }
    if (Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type)) {
      return "use an Instant or a ZonedDateTime";
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "use a String";
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return "use a record of what its reader needs, such as its message";
    }
    return unknown(type);
  }

  private static String unknown(Class<?> type) {
    if (type.getPackageName().equals("java.util.concurrent.atomic")) {
      return "use the plain value; a state is replaced and not changed in place";
    }
    if (type == Object.class
        || type == Number.class
        || type == Comparable.class
        || type == java.io.Serializable.class) {
      return "bytes do not tell which class it was: name the class, or a sealed interface of"
          + " records";
    }
    if (isFunction(type)) {
      return "a function has no bytes: use an enum, or a sealed interface of records that say what"
          + " to do";
    }
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      return "bytes do not tell which class it was: make it a sealed interface of records";
    }
    return "use a record, or one of the types in docs/help/what-a-state-may-be.md";
  }

  private static boolean isFunction(Class<?> type) {
    return type.isInterface()
        && Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .count()
            == 1;
  }
}

package dev.moonpool.actors.serialization;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// Makes random values of a type, its ends and odd ones among them.
final class RandomValues {
  private static final int ELEMENTS_MAX = 4;

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  Object of(Class<?> record) throws ReflectiveOperationException {
    return record(record, Map.of());
  }

  private Object any(Type type, Map<TypeVariable<?>, Type> bound)
      throws ReflectiveOperationException {
    if (type instanceof TypeVariable<?> variable) {
      return any(bound.get(variable), bound);
    }
    if (type instanceof ParameterizedType generic) {
      return generic((Class<?>) generic.getRawType(), arguments(generic, bound), bound);
    }
    Class<?> plain = (Class<?>) type;
    Object value = number(plain);
    value = value == null ? text(plain) : value;
    value = value == null ? time(plain) : value;
    if (value != null) {
      return value;
    }
    if (plain.isEnum()) {
      Object[] constants = plain.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    return plain.isRecord() ? record(plain, bound) : permitted(plain, List.of());
  }

  private static List<Type> arguments(ParameterizedType type, Map<TypeVariable<?>, Type> bound) {
    List<Type> arguments = new ArrayList<>();
    for (Type argument : type.getActualTypeArguments()) {
      arguments.add(argument instanceof TypeVariable<?> variable ? bound.get(variable) : argument);
    }
    return arguments;
  }

  private Object generic(Class<?> raw, List<Type> arguments, Map<TypeVariable<?>, Type> bound)
      throws ReflectiveOperationException {
    if (raw == Optional.class) {
      return random.nextInt(3) == 0
          ? Optional.empty()
          : Optional.of(any(arguments.getFirst(), bound));
    }
    if (raw == List.class || Set.class.isAssignableFrom(raw)) {
      Collection<Object> all =
          raw == List.class
              ? new ArrayList<>()
              : raw == Set.class ? new LinkedHashSet<>() : new TreeSet<>();
      for (int i = random.nextInt(ELEMENTS_MAX); i > 0; i--) {
        all.add(any(arguments.getFirst(), bound));
      }
      return all;
    }
    if (Map.class.isAssignableFrom(raw)) {
      Map<Object, Object> all =
          SortedMap.class.isAssignableFrom(raw) ? new TreeMap<>() : new LinkedHashMap<>();
      for (int i = random.nextInt(ELEMENTS_MAX); i > 0; i--) {
        all.put(any(arguments.getFirst(), bound), any(arguments.getLast(), bound));
      }
      return all;
    }
    if (raw.isRecord()) {
      return record(raw, bind(raw, arguments));
    }
    return permitted(raw, arguments);
  }

  private Object permitted(Class<?> sealed, List<Type> arguments)
      throws ReflectiveOperationException {
    Class<?>[] all = sealed.getPermittedSubclasses();
    Class<?> chosen = all[random.nextInt(all.length)];
    return chosen.isRecord() ? record(chosen, bind(chosen, arguments)) : any(chosen, Map.of());
  }

  private static Map<TypeVariable<?>, Type> bind(Class<?> raw, List<Type> arguments) {
    Map<TypeVariable<?>, Type> bound = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      bound.put(raw.getTypeParameters()[i], arguments.get(i));
    }
    return bound;
  }

  private Object record(Class<?> record, Map<TypeVariable<?>, Type> bound)
      throws ReflectiveOperationException {
    RecordComponent[] components = record.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean mayBeNull = !types[i].isPrimitive() && !types[i].getName().contains("Optional");
      boolean isBoundToOptional =
          components[i].getGenericType() instanceof TypeVariable<?> variable
              && bound.get(variable).getTypeName().startsWith("java.util.Optional");
      values[i] =
          mayBeNull && !isBoundToOptional && random.nextInt(12) == 0
              ? null
              : any(components[i].getGenericType(), bound);
    }
    Constructor<?> constructor = record.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private Object number(Class<?> type) {
    long bits = bits();
    return switch (type.getSimpleName()) {
      case "boolean", "Boolean" -> random.nextBoolean();
      case "byte", "Byte" -> (byte) bits;
      case "short", "Short" -> (short) bits;
      case "int", "Integer" -> (int) bits;
      case "long", "Long" -> bits;
      case "float", "Float" -> canonical(Float.intBitsToFloat((int) bits));
      case "double", "Double" -> canonical(Double.longBitsToDouble(bits));
      case "char", "Character" -> (char) (bits & 0x7FFF); // no half of a pair
      case "OptionalInt" -> random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of((int) bits);
      case "OptionalLong" -> random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(bits);
      case "OptionalDouble" ->
          random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(bits / 7.0);
      case "BigInteger" -> new BigInteger(random.nextInt(6_000), random).subtract(BigInteger.TEN);
      case "BigDecimal" ->
          new BigDecimal(new BigInteger(1 + random.nextInt(200), random), (int) bits >> 8);
      default -> null;
    };
  }

  /// A NaN with other bits is equal, and is written as the one.
  private static double canonical(double number) {
    return Double.isNaN(number) ? Double.NaN : number;
  }

  private static float canonical(float number) {
    return Float.isNaN(number) ? Float.NaN : number;
  }

  private Object text(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> string();
      case "UUID" -> new UUID(bits(), bits());
      case "URI" -> URI.create("x:/" + Long.toHexString(bits()) + "?a=%20#b");
      default -> null;
    };
  }

  private String string() {
    int length = random.nextInt(40) == 0 ? 70_000 : random.nextInt(12);
    boolean isAscii = random.nextBoolean();
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      int point = isAscii ? random.nextInt(0x80) : random.nextInt(0x11_0000);
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        text.appendCodePoint(point);
      }
    }
    return text.toString();
  }

  private Object time(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "Instant" -> instant();
      case "Duration" -> Duration.ofSeconds(bits(), random.nextInt(1_000_000_000));
      case "LocalDate" -> dateTime().toLocalDate();
      case "LocalTime" -> dateTime().toLocalTime();
      case "LocalDateTime" -> dateTime();
      case "OffsetDateTime" -> OffsetDateTime.of(dateTime(), offset());
      case "OffsetTime" -> OffsetTime.of(dateTime().toLocalTime(), offset());
      case "ZonedDateTime" -> ZonedDateTime.ofInstant(near(), zone());
      case "Year" -> Year.of(dateTime().getYear());
      case "YearMonth" -> YearMonth.from(dateTime());
      case "MonthDay" -> MonthDay.from(dateTime());
      case "Period" -> Period.of((int) bits(), (int) bits(), (int) bits());
      case "ZoneId" -> zone();
      case "ZoneOffset" -> offset();
      default -> null;
    };
  }

  private Instant instant() {
    return switch (random.nextInt(8)) {
      case 0 -> Instant.MIN;
      case 1 -> Instant.MAX;
      case 2 -> Instant.ofEpochMilli((int) bits());
      default -> near();
    };
  }

  private Instant near() {
    return Instant.ofEpochSecond(
        random.nextLong(-100_000_000_000L, 100_000_000_000L), random.nextInt(1_000_000_000));
  }

  private LocalDateTime dateTime() {
    return switch (random.nextInt(8)) {
      case 0 -> LocalDateTime.MIN;
      case 1 -> LocalDateTime.MAX;
      case 2 -> LocalDate.of(2024, 2, 29).atStartOfDay();
      default -> LocalDateTime.ofInstant(near(), ZoneOffset.UTC);
    };
  }

  private ZoneOffset offset() {
    return ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801));
  }

  private ZoneId zone() {
    if (random.nextInt(4) == 0) {
      return offset();
    }
    List<String> all = new ArrayList<>(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    return ZoneId.of(all.get(random.nextInt(all.size())));
  }

  private long bits() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(-3, 4);
      case 1 -> Long.MIN_VALUE;
      case 2 -> Long.MAX_VALUE;
      case 3 -> random.nextInt();
      default -> random.nextLong();
    };
  }
}

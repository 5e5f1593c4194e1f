package dev.moonpool.actors.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes the source of random record types: nested records, generic ones, sealed interfaces and
/// enums, with components of every type that the page lists and now and then of one that it does
/// not.
final class RandomTypes {
  private static final List<String> VALUES =
      List.of(
          "boolean",
          "byte",
          "short",
          "char",
          "int",
          "long",
          "float",
          "double",
          "Boolean",
          "Byte",
          "Short",
          "Character",
          "Integer",
          "Long",
          "Float",
          "Double",
          "String",
          "BigInteger",
          "BigDecimal",
          "UUID",
          "URI",
          "Instant",
          "Duration",
          "LocalDate",
          "LocalTime",
          "LocalDateTime",
          "OffsetDateTime",
          "OffsetTime",
          "ZonedDateTime",
          "Year",
          "YearMonth",
          "MonthDay",
          "Period",
          "ZoneId",
          "ZoneOffset",
          "OptionalInt",
          "OptionalLong",
          "OptionalDouble");

  private static final List<String> KEYS =
      List.of(
          "String",
          "Boolean",
          "Byte",
          "Short",
          "Integer",
          "Long",
          "UUID",
          "URI",
          "Instant",
          "Duration",
          "LocalDate",
          "LocalTime",
          "LocalDateTime",
          "OffsetDateTime",
          "OffsetTime",
          "ZonedDateTime",
          "Year",
          "YearMonth",
          "MonthDay",
          "Period",
          "ZoneId",
          "ZoneOffset",
          "Colour");

  private static final List<String> SORTED =
      List.of("String", "Integer", "Long", "Instant", "LocalDate", "Colour");

  private static final List<String> UNLISTED =
      List.of(
          "Object",
          "Number",
          "Comparable<String>",
          "Runnable",
          "byte[]",
          "List<int[]>",
          "List<?>",
          "List",
          "Map<String, ?>",
          "Map<Pair<String, String>, String>",
          "Optional<Optional<String>>",
          "Optional<OptionalInt>",
          "Collection<String>",
          "ArrayList<String>",
          "TreeMap<String, String>",
          "BitSet",
          "Date",
          "StringBuilder",
          "Thread",
          "Pair<Object, String>",
          "SortedSet<Pair<String, String>>");

  private static final int COMPONENTS_MAX = 6;
  private static final int UNLISTED_IN = 40;

  private final Random random;
  private final StringBuilder source = new StringBuilder();
  private int roots;
  private int named;
  private boolean listed;

  RandomTypes(long seed) {
    random = new Random(seed);
    source.append(
        """
        package random;
        import java.math.*;
        import java.net.URI;
        import java.time.*;
        import java.util.*;
        import dev.moonpool.actors.api.StableName;
        @SuppressWarnings("rawtypes")
        public final class Types {
          enum Colour {
            RED,
            @StableName("was-green") GREEN,
            BLUE { public String toString() { return "blue"; } }
          }
          record Pair<A, B>(A first, B second) {}
          sealed interface Either<A> {}
          record Left<A>(A value) implements Either<A> {}
          record Right<A>(List<A> values) implements Either<A> {}
        """);
  }

  /// Adds a record with its own nested types.
  ///
  /// @return its binary name, and whether all its parts are listed
  Root next() {
    listed = true;
    String name = record("Root" + roots++, "", 3);
    return new Root("random.Types$" + name, listed);
  }

  String source() {
    return source + "}\n";
  }

  private String record(String name, String above, int depth) {
    List<String> components = new ArrayList<>();
    int count = random.nextInt(COMPONENTS_MAX + 1);
    for (int i = 0; i < count; i++) {
      String stable = random.nextInt(8) == 0 ? "@StableName(\"c-%d\") ".formatted(i) : "";
      components.add("%s%s c%d".formatted(stable, type(depth - 1), i));
    }
    source.append("  record %s(%s)%s {}\n".formatted(name, String.join(", ", components), above));
    return name;
  }

  private String sealed(int depth) {
    String name = newName();
    source.append("  sealed interface %s {}\n".formatted(name));
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      record(name + "P" + i, " implements " + name, depth);
    }
    if (random.nextBoolean()) {
      source.append("  enum %sE implements %s { ONE, TWO }\n".formatted(name, name));
    }
    return name;
  }

  private String type(int depth) {
    if (random.nextInt(UNLISTED_IN) == 0) {
      listed = false;
      return pick(UNLISTED);
    }
    int choice = random.nextInt(depth > 0 ? 20 : 8);
    return switch (choice) {
      case 8, 9 -> record(newName(), "", depth);
      case 10 -> sealed(depth);
      case 11 -> "List<%s>".formatted(boxed(depth - 1));
      case 12 -> "Set<%s>".formatted(boxed(depth - 1));
      case 13 -> "Optional<%s>".formatted(notOptional(depth - 1));
      case 14, 15 -> "Map<%s, %s>".formatted(pick(KEYS), boxed(depth - 1));
      case 16 -> "SortedMap<%s, %s>".formatted(pick(SORTED), boxed(depth - 1));
      case 17 -> "NavigableSet<%s>".formatted(pick(SORTED));
      case 18 -> "Pair<%s, %s>".formatted(boxed(depth - 1), boxed(depth - 1));
      case 19 -> "Either<%s>".formatted(boxed(depth - 1));
      default -> random.nextInt(12) == 0 ? "Colour" : pick(VALUES);
    };
  }

  private String boxed(int depth) {
    boolean before = listed;
    String type = type(depth);
    return Character.isUpperCase(type.charAt(0)) || type.endsWith("]") ? type : instead(before);
  }

  private String notOptional(int depth) {
    boolean before = listed;
    String type = boxed(depth);
    return type.startsWith("Optional") ? instead(before) : type;
  }

  /// Drops what was drawn.
  private String instead(boolean wasListed) {
    listed = wasListed;
    return "String";
  }

  private String newName() {
    return "N" + named++;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /// @param binaryName of its class
  /// @param isListed whether all its parts are on the page
  record Root(String binaryName, boolean isListed) {}
}

package dev.moonpool.actors.api;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what can be changed in place within a value that many actors share.
///
/// Known are the collections of the JDK and arrays; what other libraries call immutable is
/// believed.
final class Mutability {
  private Mutability() {}

  /// The class and place of something mutable, such as `ArrayList at Cart.items`; null if there is
  /// none.
  static @Nullable String in(Object value) {
    return in(value, value.getClass().getSimpleName());
  }

  private static @Nullable String in(@Nullable Object value, String path) {
    if (value == null) {
      return null;
    }
    if (isMutable(value)) {
      return "%s at %s".formatted(value.getClass().getSimpleName(), path);
    }
    if (value instanceof Collection<?> collection) {
      return inAny(collection, path + "[]");
    }
    if (value instanceof Map<?, ?> map) {
      return inAny(map.values(), path + "{}");
    }
    return value.getClass().isRecord() ? inComponents(value, path) : null;
  }

  private static boolean isMutable(Object value) {
    Class<?> type = value.getClass();
    if (type.isArray()) {
      return Array.getLength(value) > 0;
    }
    if (!(value instanceof Collection) && !(value instanceof Map)) {
      return false;
    }
    String name = type.getName();
    return name.startsWith("java.util.")
        && !name.startsWith("java.util.ImmutableCollections$")
        && (!name.startsWith("java.util.Collections$") || name.contains("Synchronized"));
  }

  private static @Nullable String inAny(Iterable<?> values, String path) {
    for (Object value : values) {
      String found = in(value, path);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable String inComponents(Object value, String path) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String found;
      try {
        component.getAccessor().setAccessible(true);
        found = in(component.getAccessor().invoke(value), path + "." + component.getName());
      } catch (ReflectiveOperationException | RuntimeException e) {
        continue; // closed to us: the check of types says what is missing
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}

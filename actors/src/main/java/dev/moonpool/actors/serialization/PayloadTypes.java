package dev.moonpool.actors.serialization;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.StableName;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/// Walks a declared type and names each part that could not come back equal from its bytes.
///
/// What is accepted is a closed list, `docs/help/what-a-state-may-be.md`, and a property test holds
/// it against both formats; whatever else a declaration names is refused, by component and with
/// what to declare instead.
final class PayloadTypes {
  private static final ClassValue<List<String>> PAYLOADS = checked(true);
  private static final ClassValue<List<String>> STATES = checked(false);

  private final Set<JavaType> visited = new LinkedHashSet<>();
  private final List<String> mistakes = new ArrayList<>();
  private final boolean mayRefer;

  private PayloadTypes(boolean mayRefer) {
    this.mayRefer = mayRefer;
  }

  /// What of a request, answer or refusal cannot be read back; empty if all can.
  static List<String> ofPayloads(Type type) {
    return type instanceof Class<?> plain
        ? PAYLOADS.get(plain)
        : new PayloadTypes(true).check(type);
  }

  /// What of a state cannot be read back; empty if all can. A store has no node to resolve a
  /// reference, so there are none in states.
  static List<String> ofStates(Class<?> type) {
    return STATES.get(type);
  }

  /// Remembers what was found: a simulation starts thousands of nodes with the same types.
  private static ClassValue<List<String>> checked(boolean mayRefer) {
    return new ClassValue<>() {
      @Override
      protected List<String> computeValue(Class<?> type) {
        return new PayloadTypes(mayRefer).check(type);
      }
    };
  }

  private List<String> check(Type type) {
    JavaType resolved = PayloadMapper.JSON.constructType(type);
    walk(resolved, shortName(resolved));
    return List.copyOf(mistakes);
  }

  private void walk(JavaType type, String path) {
    Class<?> raw = type.getRawClass();
    boolean isReference = raw == ActorRef.class && mayRefer;
    if (isReference || KnownTypes.isValue(raw)) {
      return;
    }
    if (KnownTypes.isCollection(raw) || raw == Optional.class) {
      walkElements(type, path);
    } else if (KnownTypes.isMap(raw)) {
      walkMap(type, path);
    } else if (raw.isEnum()) {
      checkConstants(raw, path);
    } else if (JacksonAnnotations.takesOver(raw)) {
      return; // the class says itself how it is written and read
    } else if (PayloadNames.isChoice(raw)) {
      walkOnce(type, path, this::walkPermitted);
    } else if (raw.isRecord()) {
      walkOnce(type, path, this::walkRecord);
    } else {
      refuse(path, type, KnownTypes.remedy(raw));
    }
  }

  /// Types may hold themselves.
  private void walkOnce(JavaType type, String path, BiConsumer<JavaType, String> walk) {
    if (visited.add(type)) {
      walk.accept(type, path);
    }
  }

  private void walkElements(JavaType type, String path) {
    if (type.containedTypeCount() == 0 || type.containedType(0).isJavaLangObject()) {
      refuse(path, type, "say what it holds, such as %s<String>".formatted(shortName(type)));
      return;
    }
    JavaType element = type.containedType(0);
    boolean isOptional = type.getRawClass() == Optional.class;
    if (isOptional && KnownTypes.isOptional(element.getRawClass())) {
      refuse(path, type, "the two ways of being empty are written alike: use one Optional");
    } else if (KnownTypes.isSorted(type.getRawClass()) && !isComparable(element)) {
      refuse(path, type, "its elements have no order of their own: use a Set");
    }
    walk(element, isOptional ? path : path + "[]");
  }

  private void walkMap(JavaType type, String path) {
    if (type.containedTypeCount() < 2 || type.getContentType().isJavaLangObject()) {
      refuse(path, type, "say what it holds, such as Map<String, Long>");
      return;
    }
    JavaType key = type.getKeyType();
    if (!KnownTypes.isKey(key.getRawClass())) {
      refuse(
          path + "{key}",
          key,
          "a key is a text, an enum, a whole number, a UUID or a date or time; use"
              + " a list of records that have key and value as components");
    } else if (KnownTypes.isSorted(type.getRawClass()) && !isComparable(key)) {
      refuse(path + "{key}", key, "keys without an order of their own need a Map");
    }
    if (key.isEnumType()) {
      walk(key, path + "{key}");
    }
    walk(type.getContentType(), path + "{}");
  }

  private void walkPermitted(JavaType type, String path) {
    Map<String, Class<?>> names = new LinkedHashMap<>();
    for (Class<?> leaf : PayloadNames.permitted(type.getRawClass())) {
      Class<?> other = names.put(PayloadNames.of(leaf), leaf);
      if (other != null) {
        mistakes.add(
            "%s: %s and %s have one name, '%s': give one of them another by @StableName"
                .formatted(path, other.getName(), leaf.getName(), PayloadNames.of(leaf)));
      }
      walk(specialized(type, leaf), "%s(%s)".formatted(path, leaf.getSimpleName()));
    }
  }

  private static JavaType specialized(JavaType base, Class<?> leaf) {
    TypeFactory types = PayloadMapper.JSON.getTypeFactory();
    return leaf.isEnum() ? types.constructType(leaf) : types.constructSpecializedType(base, leaf);
  }

  private void walkRecord(JavaType type, String path) {
    Class<?> raw = type.getRawClass();
    String closed = Openness.whyClosed(raw);
    if (closed != null) {
      mistakes.add("%s: %s".formatted(path, closed));
    }
    if (JacksonAnnotations.leavesOut(raw)) {
      refuse(path, type, "one of its components is left out by an annotation of Jackson's");
    }
    TypeFactory types = PayloadMapper.JSON.getTypeFactory();
    Set<String> names = new LinkedHashSet<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      String name = component.getName();
      String below = path + "." + name;
      JavaType part = types.resolveMemberType(component.getGenericType(), type.getBindings());
      if (!names.add(JacksonAnnotations.nameOf(component))) {
        refuse(below, part, "another component has the same @StableName");
      }
      if (part.isArrayType() && comparesByItself(raw)) {
        walk(innermost(part), below + "[]");
      } else {
        walk(part, below);
      }
    }
  }

  private void checkConstants(Class<?> raw, String path) {
    Set<String> names = new LinkedHashSet<>();
    for (Object constant : raw.getEnumConstants()) {
      Enum<?> value = (Enum<?>) constant;
      StableName given = PayloadNames.nameOf(value);
      String name = given == null ? value.name() : given.value();
      if (!names.add(name)) {
        mistakes.add(
            "%s: two constants of %s are written as '%s'".formatted(path, raw.getName(), name));
      }
    }
  }

  /// Whether a record has an `equals` of its own. The compiler's is final, a written one is not.
  private static boolean comparesByItself(Class<?> raw) {
    try {
      return !Modifier.isFinal(raw.getDeclaredMethod("equals", Object.class).getModifiers());
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static JavaType innermost(JavaType array) {
    return array.isArrayType() ? innermost(array.getContentType()) : array;
  }

  private static boolean isComparable(JavaType type) {
    return Comparable.class.isAssignableFrom(type.getRawClass());
  }

  private void refuse(String path, JavaType type, String remedy) {
    mistakes.add("%s is a %s: %s".formatted(path, spelled(type), remedy));
  }

  /// The type as it stands in the code, without packages.
  private static String spelled(JavaType type) {
    if (type.isArrayType()) {
      return spelled(type.getContentType()) + "[]";
    }
    if (type.containedTypeCount() == 0) {
      return shortName(type);
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < type.containedTypeCount(); i++) {
      arguments.add(spelled(type.containedTypeOrUnknown(i)));
    }
    return "%s<%s>".formatted(shortName(type), String.join(", ", arguments));
  }

  private static String shortName(JavaType type) {
    return type.getRawClass().getSimpleName();
  }
}

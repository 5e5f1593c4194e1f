package dev.moonpool.actors.serialization;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.moonpool.actors.api.StableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/// Tells Jackson the names that this project gives: [StableName], and for each record that a sealed
/// interface permits a name that tells it from the others.
///
/// A value of a sealed type is written as an object of one field, whose name is the record's:
/// `{"Card": {"number": "42"}}`. So permitted records, enums and nested sealed interfaces all look
/// alike, and no component can have the name's place.
final class PayloadNames extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1;
  private static final JsonTypeInfo.Value BY_NAME =
      Objects.requireNonNull(
          JsonTypeInfo.Value.from(ByName.class.getAnnotation(JsonTypeInfo.class)), "of ByName");

  /// What is written for a permitted class: its [StableName], or else its simple name.
  static String of(Class<?> permitted) {
    StableName name = permitted.getDeclaredAnnotation(StableName.class);
    return name == null ? permitted.getSimpleName() : name.value();
  }

  /// The records and enums that a sealed type permits, those of nested sealed types included, in
  /// order of declaration; with any other class that is permitted.
  static List<Class<?>> permitted(Class<?> sealed) {
    List<Class<?>> leaves = new ArrayList<>();
    for (Class<?> next : sealed.getPermittedSubclasses()) {
      if (isChoice(next)) {
        permitted(next).stream().filter(leaf -> !leaves.contains(leaf)).forEach(leaves::add);
      } else {
        leaves.add(next);
      }
    }
    return leaves;
  }

  /// Whether a declared type leaves the choice between the classes that it permits. An enum whose
  /// constants have bodies is sealed as well, and is none.
  static boolean isChoice(Class<?> type) {
    return type.isSealed() && !type.isEnum();
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated place) {
    return place instanceof AnnotatedClass && isChoice(place.getRawType()) ? BY_NAME : null;
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated place) {
    if (!(place instanceof AnnotatedClass) || !isChoice(place.getRawType())) {
      return null;
    }
    return permitted(place.getRawType()).stream()
        .map(leaf -> new NamedType(leaf, of(leaf)))
        .toList();
  }

  @Override
  public String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
    Class<?> raw = type.getRawType();
    boolean isConstant = !raw.isEnum() && Enum.class.isAssignableFrom(raw);
    return of(isConstant ? raw.getSuperclass() : raw);
  }

  @Override
  public @Nullable PropertyName findNameForSerialization(MapperConfig<?> config, Annotated place) {
    return name(place);
  }

  @Override
  public @Nullable PropertyName findNameForDeserialization(
      MapperConfig<?> config, Annotated place) {
    return name(place);
  }

  @Override
  public String[] findEnumValues(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] values, String[] names) {
    for (int i = 0; i < values.length; i++) {
      StableName name = nameOf(values[i]);
      if (name != null) {
        names[i] = name.value();
      }
    }
    return names;
  }

  /// The name that a constant was given, or null.
  static @Nullable StableName nameOf(Enum<?> constant) {
    try {
      return constant
          .getDeclaringClass()
          .getField(constant.name())
          .getDeclaredAnnotation(StableName.class);
    } catch (NoSuchFieldException e) {
      return null; // hidden by a tool that renames fields and not names
    }
  }

  /// Carries the annotation whose value stands for every sealed type.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  private interface ByName {}

  private static @Nullable PropertyName name(Annotated place) {
    StableName name =
        place instanceof AnnotatedClass ? null : place.getAnnotation(StableName.class);
    return name == null ? null : PropertyName.construct(name.value());
  }
}

package dev.moonpool.actors.serialization;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.moonpool.actors.api.StableName;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// What a class tells Jackson by annotations.
final class JacksonAnnotations {
  /// These say how a whole class is written and read.
  private static final List<String> TAKING_OVER =
      List.of(
          "JsonCreator",
          "JsonValue",
          "JsonSerialize",
          "JsonDeserialize",
          "JsonTypeInfo",
          "JsonSubTypes");

  private JacksonAnnotations() {}

  /// Whether any annotation of Jackson's, or one of this project's, changes how a record is
  /// written.
  static boolean areOn(Class<?> type) {
    return isAny(type, JacksonAnnotations::changesBytes);
  }

  /// Whether the class says itself how it is written and read.
  static boolean takesOver(Class<?> type) {
    return isAny(type, found -> isJackson(found) && TAKING_OVER.contains(simpleName(found)));
  }

  /// Whether a component is left out of the bytes.
  static boolean leavesOut(Class<?> type) {
    return isAny(type, found -> isJackson(found) && simpleName(found).startsWith("JsonIgnore"));
  }

  /// The name of a component in the bytes.
  static String nameOf(RecordComponent component) {
    StableName stable = component.getAnnotation(StableName.class);
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    if (property != null && !property.value().isEmpty()) {
      return property.value();
    }
    return stable == null ? component.getName() : stable.value();
  }

  private static boolean isAny(Class<?> type, Predicate<Annotation> wanted) {
    List<AnnotatedElement> places = new ArrayList<>();
    places.add(type);
    RecordComponent[] components = type.getRecordComponents();
    if (components != null) {
      places.addAll(Arrays.asList(components));
    }
    places.addAll(Arrays.asList(type.getDeclaredFields()));
    places.addAll(Arrays.asList(type.getDeclaredMethods()));
    places.addAll(Arrays.asList(type.getDeclaredConstructors()));
    return places.stream().anyMatch(place -> isOn(place, wanted))
        || Arrays.stream(type.getInterfaces()).anyMatch(above -> isAnyAbove(above, wanted));
  }

  private static boolean isAnyAbove(Class<?> type, Predicate<Annotation> wanted) {
    return isOn(type, wanted)
        || Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> isOn(method, wanted))
        || Arrays.stream(type.getInterfaces()).anyMatch(above -> isAnyAbove(above, wanted));
  }

  private static boolean isOn(AnnotatedElement place, Predicate<Annotation> wanted) {
    return Arrays.stream(place.getAnnotations()).anyMatch(wanted);
  }

  private static boolean changesBytes(Annotation found) {
    return isJackson(found) || found.annotationType() == StableName.class;
  }

  private static boolean isJackson(Annotation found) {
    return found.annotationType().getName().contains("jackson");
  }

  private static String simpleName(Annotation found) {
    return found.annotationType().getSimpleName();
  }
}

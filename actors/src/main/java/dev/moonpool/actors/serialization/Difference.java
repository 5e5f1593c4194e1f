package dev.moonpool.actors.serialization;

import java.lang.reflect.RecordComponent;
import java.util.Objects;

/// Names the component by which two records differ; for messages, which never show values.
final class Difference {
  private Difference() {}

  static String between(Object one, Object other) {
    StringBuilder path = new StringBuilder(one.getClass().getSimpleName());
    descend(one, other, path);
    return path.toString();
  }

  private static void descend(Object one, Object other, StringBuilder path) {
    if (!one.getClass().isRecord() || one.getClass() != other.getClass()) {
      return;
    }
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        Object left = component.getAccessor().invoke(one);
        Object right = component.getAccessor().invoke(other);
        if (!Objects.equals(left, right)) {
          path.append('.').append(component.getName());
          if (left != null && right != null) {
            descend(left, right, path);
          }
          return;
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        return; // closed to us, or its accessor throws: the class alone must do
      }
    }
  }
}

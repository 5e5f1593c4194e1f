package dev.moonpool.actors.state;

import dev.moonpool.actors.serialization.JsonStates;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/// What planted faults do instead of saving.
final class PlantedState {
  private PlantedState() {}

  /// Changes memory first and saves then.
  static Object persistLate(StateCell<?> cell, Object changed) {
    set(cell, "value", changed);
    set(cell, "stored", true);
    byte[] bytes = new JsonStates().serialize(changed, changed.getClass());
    set(cell, "version", save(cell, bytes));
    return changed;
  }

  private static void set(StateCell<?> cell, String name, Object value) {
    try {
      Field field = StateCell.class.getDeclaredField(name);
      field.setAccessible(true);
      field.set(cell, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the planted fault does not fit StateCell", e);
    }
  }

  private static long save(StateCell<?> cell, byte[] bytes) {
    try {
      Method method = StateCell.class.getDeclaredMethod("save", byte[].class);
      method.setAccessible(true);
      return (long) method.invoke(cell, bytes);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new LinkageError("a save throws unchecked exceptions only", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the planted fault does not fit StateCell", e);
    }
  }
}

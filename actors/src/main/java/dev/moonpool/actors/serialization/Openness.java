package dev.moonpool.actors.serialization;

import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/// Tells whether Jackson may reach into a class that is in a named module.
final class Openness {
  private static final Module JACKSON = ObjectMapper.class.getModule();

  private Openness() {}

  /// What a module has to declare before Jackson can make records of this class, or null if
  /// nothing is missing.
  static @Nullable String whyClosed(Class<?> type) {
    Module module = type.getModule();
    String inPackage = type.getPackageName();
    boolean isReachable =
        module.isOpen(inPackage, JACKSON)
            || (module.isExported(inPackage, JACKSON) && isPublic(type));
    if (isReachable) {
      return null;
    }
    return "module %s does not let Jackson in: add 'opens %s to %s;' to its module-info.java"
        .formatted(module.getName(), inPackage, "tools.jackson.databind");
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }
}

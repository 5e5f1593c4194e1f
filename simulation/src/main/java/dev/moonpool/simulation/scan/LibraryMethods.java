package dev.moonpool.simulation.scan;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The methods that a class of the program has from the libraries above it, which those may call.
final class LibraryMethods {
  /// Stands for every method, where a library's class cannot be read.
  static final String UNKNOWN = "?";

  private final UserCode code;
  private final Map<String, Set<String>> ofLibrary = new LinkedHashMap<>();

  LibraryMethods(UserCode code) {
    this.code = code;
  }

  /// The signatures, as [Call#signature] writes them, of what the class of the program inherits.
  Set<String> signatures(String type) {
    Set<String> all = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(type);
    while (!open.isEmpty()) {
      String name = open.remove();
      ClassModel model = code.find(name);
      if (model == null) {
        all.addAll(ofLibrary.computeIfAbsent(name, this::read));
        continue;
      }
      model.superclass().ifPresent(parent -> open.add(parent.asInternalName()));
      model.interfaces().stream().map(ClassEntry::asInternalName).forEach(open::add);
    }
    return all;
  }

  private Set<String> read(String name) {
    Set<String> found = new LinkedHashSet<>();
    try {
      collect(Class.forName(Call.dotted(name), false, code.loader()), found);
    } catch (ClassNotFoundException | LinkageError e) {
      found.add(UNKNOWN);
    }
    return found;
  }

  private static void collect(Class<?> type, Set<String> found) {
    for (Method method : type.getDeclaredMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers())) {
        MethodType form = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        found.add(method.getName() + form.toMethodDescriptorString());
      }
    }
    if (type.getSuperclass() != null) {
      collect(type.getSuperclass(), found);
    }
    for (Class<?> parent : type.getInterfaces()) {
      collect(parent, found);
    }
  }
}

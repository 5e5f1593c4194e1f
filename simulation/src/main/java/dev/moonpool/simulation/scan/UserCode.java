package dev.moonpool.simulation.scan;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The class files that belong to a program: those that lie where its root class lies, and those in
/// folders, as a build tool leaves the modules that it has just compiled. What comes in another
/// jar,
/// from the JDK or from Moonpool's own modules is not the program's.
final class UserCode {
  private static final String OWN = "dev/moonpool/";

  private final ClassLoader loader;
  private final String home;
  private final boolean withOwn;
  private final Map<String, @Nullable ClassModel> known = new LinkedHashMap<>();

  /// @param root where the program begins
  /// @param withOwn whether Moonpool's own modules count where they lie in folders
  UserCode(Class<?> root, boolean withOwn) {
    ClassLoader own = root.getClassLoader();
    this.loader = own == null ? ClassLoader.getSystemClassLoader() : own;
    this.home = location(root.getName().replace('.', '/'));
    this.withOwn = withOwn;
  }

  ClassLoader loader() {
    return loader;
  }

  /// The class of this internal name, or null if it is not the program's.
  @Nullable ClassModel find(String name) {
    if (!known.containsKey(name)) {
      byte[] bytes = bytes(name);
      known.put(name, bytes == null ? null : ClassFile.of().parse(bytes));
    }
    return known.get(name);
  }

  /// The class file of this internal name, or null if it is not the program's.
  byte @Nullable [] bytes(String name) {
    if (name.startsWith("java/") || name.startsWith("[") || !isOurs(name)) {
      return null;
    }
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      return null; // a class that cannot be read cannot be loaded either
    }
  }

  private boolean isOurs(String name) {
    String place = location(name);
    if (place.isEmpty()) {
      return false;
    }
    return place.equals(home) || place.startsWith("file:") && (withOwn || !name.startsWith(OWN));
  }

  /// The folder or jar that the class comes from; empty if there is none.
  private String location(String name) {
    URL found = loader.getResource(name + ".class");
    if (found == null) {
      return "";
    }
    String url = found.toString();
    return url.substring(0, url.length() - name.length() - ".class".length());
  }
}

package dev.moonpool.simulation.scan;

import java.util.List;

/// A method that is called, as a class file names it.
///
/// @param owner the class's internal name
/// @param name the method's, `<init>` for a constructor
/// @param descriptor its parameters and result
record Call(String owner, String name, String descriptor) {
  boolean is(String type, String... names) {
    return owner.equals(type) && List.of(names).contains(name);
  }

  boolean is(String type, List<String> names) {
    return owner.equals(type) && names.contains(name);
  }

  /// Whether it makes an object of this class; with any constructor if `form` is empty.
  boolean makes(String type, String form) {
    return owner.equals(type) && isConstructor() && (form.isEmpty() || descriptor.equals(form));
  }

  boolean isConstructor() {
    return name.equals("<init>");
  }

  /// What a class that overrides it declares.
  String signature() {
    return name + descriptor;
  }

  /// As programmers write it: `Instant.now`, `new Random`.
  String text() {
    String type = simple(owner);
    return isConstructor() ? "new " + type : type + "." + name;
  }

  /// The same with the whole name of the class.
  String qualified() {
    return dotted(owner) + (isConstructor() ? "" : "." + name);
  }

  static String dotted(String internal) {
    return internal.replace('/', '.');
  }

  static String simple(String internal) {
    return internal.substring(internal.lastIndexOf('/') + 1);
  }
}

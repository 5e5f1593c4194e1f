package dev.moonpool.simulation.planted;

import java.util.Optional;

/// How a planted fault changes a method.
///
/// A constant is an `Integer` (also for `boolean`), `Long`, `Double`, `String`, or empty for
/// `null`, zero, false or nothing, whatever the type is.
public sealed interface Change {
  /// The whole method gives this constant and does nothing else.
  ///
  /// @param constant what it gives
  record Return(Optional<Object> constant) implements Change {}

  /// The whole method is a static one: its parameters are the object, if the method is not static,
  /// and then the method's own; its result is the method's own.
  ///
  /// @param className its class, which may be in the same package to see what is not public
  /// @param methodName its name
  record Redirect(String className, String methodName) implements Change {}

  /// One call in the method is left out.
  ///
  /// @param called the name of the method that is called
  /// @param occurrence which of the calls of this name, in order of the code, from 1
  /// @param result what the call gives instead
  record SkipCall(String called, int occurrence, Optional<Object> result) implements Change {}

  /// One call in the method goes to a static method: its parameters are the object, if the called
  /// method is not static, and then that method's own.
  ///
  /// @param called the name of the method that is called
  /// @param occurrence which of the calls of this name, in order of the code, from 1
  /// @param className the class of the static method
  /// @param methodName its name
  record RedirectCall(String called, int occurrence, String className, String methodName)
      implements Change {}

  /// The method does nothing and gives null, zero or false.
  static Change doNothing() {
    return new Return(Optional.empty());
  }

  /// The method does nothing and gives this.
  static Change returning(Object constant) {
    return new Return(Optional.of(constant));
  }

  /// The method is that static one.
  static Change redirect(Class<?> type, String methodName) {
    return new Redirect(type.getName(), methodName);
  }

  /// The call is left out and gives null, zero or false.
  static Change skipCall(String called, int occurrence) {
    return new SkipCall(called, occurrence, Optional.empty());
  }

  /// The call is left out and gives this.
  static Change skipCall(String called, int occurrence, Object result) {
    return new SkipCall(called, occurrence, Optional.of(result));
  }

  /// The call goes to that static method.
  static Change redirectCall(String called, int occurrence, Class<?> type, String methodName) {
    return new RedirectCall(called, occurrence, type.getName(), methodName);
  }
}

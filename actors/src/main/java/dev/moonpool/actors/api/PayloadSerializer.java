package dev.moonpool.actors.api;

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;

/// Turns requests, answers and refusals into bytes and back, between nodes; CBOR by default.
///
/// Used from turns and callers' threads, by many at once; never on an event loop. An exception of
/// any class means a payload that cannot be written or read. Readers must accept what older and
/// newer builds of the same class have written: unknown fields are ignored, missing ones take their
/// defaults.
public interface PayloadSerializer {
  /// The bytes of a value.
  ///
  /// @param value never null
  /// @param type the type under which it is registered; the value's own class may be a subclass,
  ///     such as a permitted record of a sealed interface
  /// @throws PayloadException if it cannot be written
  byte[] serialize(Object value, Type type);

  /// The value of this type that these bytes hold; never null.
  ///
  /// @throws PayloadException if they hold none
  Object deserialize(byte[] bytes, Type type);

  /// Makes the serializer of one node.
  @FunctionalInterface
  interface Factory {
    /// Makes it.
    ///
    /// @param references makes a reference of the text of an actor's id, as [ActorRef#id] gives it;
    ///     throws an `IllegalArgumentException` if that is none
    PayloadSerializer create(Function<String, ActorRef<?>> references);

    /// What of a registered type cannot come back equal, one sentence for each part; empty if all
    /// can. Asked when a runtime starts, which refuses to with these. Says nothing unless
    /// overridden.
    default List<String> mistakes(Type type) {
      return List.of();
    }
  }
}

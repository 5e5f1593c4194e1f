package dev.moonpool.actors.api;

import java.util.function.Function;

/// Turns requests, answers and refusals into bytes and back, between nodes; CBOR by default.
///
/// Used from turns and callers' threads, by many at once; never on an event loop. Whatever it
/// throws
/// is a payload that cannot be written or read. Readers must accept what older and newer builds of
/// the same class have
/// written: unknown fields are ignored, missing ones take their defaults.
public interface PayloadSerializer {
  /// The bytes of `value`.
  ///
  /// @throws PayloadException if it cannot be written
  byte[] serialize(Object value);

  /// The value of this class that these bytes hold.
  ///
  /// @throws PayloadException if they hold none
  <T> T deserialize(byte[] bytes, Class<T> type);

  /// Makes the serializer of one node.
  @FunctionalInterface
  interface Factory {
    /// Makes it.
    ///
    /// @param references makes a reference of the text of an actor's id, as [ActorRef#id] gives it;
    ///     throws an `IllegalArgumentException` if that is none
    PayloadSerializer create(Function<String, ActorRef<?>> references);
  }
}

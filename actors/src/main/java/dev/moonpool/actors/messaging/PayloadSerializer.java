package dev.moonpool.actors.messaging;

/// Turns requests, answers, refusals and states into bytes and back.
///
/// Used from any thread. Readers must accept what older and newer builds of the same class have
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
}

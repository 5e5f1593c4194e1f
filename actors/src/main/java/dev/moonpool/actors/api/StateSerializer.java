package dev.moonpool.actors.api;

/// Turns states into bytes and back.
///
/// Called on virtual threads, by many at once.
public interface StateSerializer {
  /// The bytes of a state.
  ///
  /// @throws StateFormatException if it cannot be written
  byte[] serialize(Object state);

  /// The state in these bytes.
  ///
  /// @throws StateFormatException if they are not one
  <S> S deserialize(byte[] bytes, Class<S> type);
}

package dev.moonpool.actors.api;

import java.util.List;

/// Turns states into bytes and back.
///
/// Called on virtual threads, by many at once.
public interface StateSerializer {
  /// The bytes of a state.
  ///
  /// @param type the class under which the state is declared; the state's own may be a subclass,
  ///     such as a permitted record of a sealed interface
  /// @throws StateFormatException if it cannot be written, or could not be read back
  byte[] serialize(Object state, Class<?> type);

  /// The state in these bytes.
  ///
  /// @throws StateFormatException if they are not one
  <S> S deserialize(byte[] bytes, Class<S> type);

  /// What of a state's class cannot come back equal, one sentence for each part; empty if all can.
  /// Asked when a runtime starts, which refuses to with these. Says nothing unless overridden.
  default List<String> mistakes(Class<?> type) {
    return List.of();
  }
}

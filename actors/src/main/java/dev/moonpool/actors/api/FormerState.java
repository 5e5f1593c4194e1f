package dev.moonpool.actors.api;

import java.util.Objects;
import java.util.function.Function;

/// An earlier version of a state, and how it becomes one of today.
///
/// @param version which
/// @param type its class, as it was then
/// @param upgrade makes today's state of it; must not block, and gives the same each time
/// @param <F> the earlier state
/// @param <S> today's state
public record FormerState<F, S>(int version, Class<F> type, Function<F, S> upgrade) {
  /// Checks every part.
  public FormerState {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(upgrade, "upgrade");
  }

  /// Reads a state of this version.
  ///
  /// @throws StateFormatException if the bytes are not one
  public S read(byte[] bytes, StateSerializer serializer) {
    return upgrade.apply(serializer.deserialize(bytes, type));
  }
}

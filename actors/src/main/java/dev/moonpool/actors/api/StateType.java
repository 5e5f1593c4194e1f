package dev.moonpool.actors.api;

import java.util.Objects;

/// The class of an actor's state and what it is before the first save.
///
/// @param type the state's class
/// @param initial what an actor has that was never saved
/// @param <S> the state
public record StateType<S>(Class<S> type, S initial) {
  /// Checks both parts.
  public StateType {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(initial, "initial");
  }
}

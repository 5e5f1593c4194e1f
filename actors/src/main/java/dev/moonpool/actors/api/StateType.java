package dev.moonpool.actors.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The class of an actor's state, what it is before the first save, and how states that earlier
/// builds have saved become states of today.
///
/// @param type the state's class
/// @param initial what an actor has that was never saved
/// @param version counts the state's schemas, from 1; stored with each state
/// @param former the earlier versions that can still be read
/// @param <S> the state
public record StateType<S>(Class<S> type, S initial, int version, List<FormerState<?, S>> former) {
  /// Checks every part.
  public StateType {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(initial, "initial");
    former = List.copyOf(former);
  }

  /// A state in its first version.
  public StateType(Class<S> type, S initial) {
    this(type, initial, 1, List.of());
  }

  /// How states of this earlier version are read; none if they are not.
  public Optional<FormerState<?, S>> former(int earlier) {
    return former.stream().filter(known -> known.version() == earlier).findFirst();
  }
}

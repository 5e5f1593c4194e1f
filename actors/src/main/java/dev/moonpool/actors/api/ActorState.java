package dev.moonpool.actors.api;

/// The stored state of one actor, as its own code sees it.
///
/// Changed only by the actor's turns and hooks, so one at a time; a thread that a handler has
/// started is refused with a `WrongThreadException`. Memory changes only after the store has
/// acknowledged.
///
/// @param <S> the state: an immutable record
public interface ActorState<S> {
  /// The state as last loaded, saved or cleared.
  S get();

  /// Saves a new state; blocks until the store has acknowledged it.
  ///
  /// @return the new state
  /// @throws StateException if it was not saved, or nobody knows; whatever the handler then answers
  ///     is replaced by that failure where another writer or an unknown outcome is the cause
  S persist(S changed);

  /// Removes the stored state; afterwards [#get] gives the initial one.
  ///
  /// @throws StateException as [#persist]
  void clear();

  /// Whether there is a stored state, rather than the initial one.
  boolean isStored();
}

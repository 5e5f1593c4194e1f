package dev.moonpool.actors.state;

import dev.moonpool.actors.api.StateType;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.StateStore;

/// How the states of one actor type are kept on one node; shared by all its actors.
///
/// @param type the state's class and initial value
/// @param store where they are kept
/// @param serializer how they are written
/// @param time for the delays of fault points
/// @param <S> the state
public record StateBinding<S>(
    StateType<S> type, StateStore store, StateSerializer serializer, Time time) {}

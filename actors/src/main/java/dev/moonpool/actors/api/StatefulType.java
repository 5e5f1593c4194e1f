package dev.moonpool.actors.api;

import java.util.Objects;
import java.util.function.BiFunction;

/// An [ActorType] with the state that its actors will keep; one step of a definition.
///
/// @param <P> the protocol
/// @param <S> the state
public final class StatefulType<P, S> {
  private final ActorType<P> type;
  private final StateType<S> state;

  StatefulType(ActorType<P> type, StateType<S> state) {
    this.type = type;
    this.state = state;
  }

  /// Says how an actor is made, once for each activation and after its state was loaded.
  @SuppressWarnings("unchecked") // the runtime hands over the state that this definition names
  public <A> Definition<P, A> create(BiFunction<ActorContext, ActorState<S>, A> constructor) {
    Objects.requireNonNull(constructor, "constructor");
    return Definition.of(
        type, state, (context, cell) -> constructor.apply(context, (ActorState<S>) cell));
  }
}

package dev.moonpool.actors.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

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

  /// Says which version of its schema the state has now; 1 unless said. It is stored with each
  /// state.
  ///
  /// Fields may come and go within a version: unknown ones are ignored, missing ones take their
  /// type's default. A new version is for what that does not cover, such as another unit. Stored
  /// states of an earlier version are read as [#upgrade] says; without that, and where the version
  /// is higher than this build's, the actor fails to activate and nothing is overwritten.
  ///
  /// @throws IllegalArgumentException if it is lower than 1, or an earlier one is not
  public StatefulType<P, S> version(int version) {
    checkVersions(version, state.former());
    return new StatefulType<>(
        type, new StateType<>(state.type(), state.initial(), version, state.former()));
  }

  /// Says how a state that was stored in an earlier version becomes one of today. It is stored as
  /// such by the next save.
  ///
  /// @param earlier the version that it was stored in, lower than [#version]
  /// @param former its class, as it was then
  /// @param upgrade makes today's state of it; must not block, and gives the same each time
  /// @throws IllegalArgumentException if the version is not an earlier one, or is there already
  public <F> StatefulType<P, S> upgrade(int earlier, Class<F> former, Function<F, S> upgrade) {
    List<FormerState<?, S>> all = new ArrayList<>(state.former());
    if (state.former(earlier).isPresent()) {
      throw new IllegalArgumentException(
          "%s says twice how to read its state's version %d".formatted(type, earlier));
    }
    all.add(new FormerState<>(earlier, former, upgrade));
    checkVersions(state.version(), all);
    return new StatefulType<>(
        type, new StateType<>(state.type(), state.initial(), state.version(), all));
  }

  private void checkVersions(int version, List<FormerState<?, S>> former) {
    if (version < 1) {
      throw new IllegalArgumentException(
          "versions of a state count from 1, %s says %d".formatted(type, version));
    }
    for (FormerState<?, S> known : former) {
      if (known.version() < 1 || known.version() >= version) {
        throw new IllegalArgumentException(
            "%s upgrades from version %d of its state, which is not before its version %d: say"
                    .formatted(type, known.version(), version)
                + " version(…) first");
      }
    }
  }

  /// Says how an actor is made, once for each activation and after its state was loaded.
  @SuppressWarnings("unchecked") // the runtime hands over the state that this definition names
  public <A> Definition<P, A> create(BiFunction<ActorContext, ActorState<S>, A> constructor) {
    Objects.requireNonNull(constructor, "constructor");
    return Definition.of(
        type, state, (context, cell) -> constructor.apply(context, (ActorState<S>) cell));
  }
}

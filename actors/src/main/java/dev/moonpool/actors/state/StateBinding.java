package dev.moonpool.actors.state;

import dev.moonpool.actors.api.FormerState;
import dev.moonpool.actors.api.StateFormatException;
import dev.moonpool.actors.api.StateSerializer;
import dev.moonpool.actors.api.StateType;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.StateStore;
import java.util.Objects;

/// How the states of one actor type are kept on one node; shared by all its actors.
///
/// @param type the state's class and initial value
/// @param store where they are kept
/// @param serializer how they are written
/// @param time for the delays of fault points
/// @param <S> the state
public record StateBinding<S>(
    StateType<S> type, StateStore store, StateSerializer serializer, Time time) {

  /// The bytes to store.
  ///
  /// @throws StateFormatException if the state cannot be written
  byte[] write(Object state) {
    return VersionedBytes.of(type.version(), serializer.serialize(state, type.type()));
  }

  /// The state that is stored.
  ///
  /// @throws StateFormatException if the bytes hold none, or one of a version that cannot be read
  S read(byte[] stored) {
    VersionedBytes found = VersionedBytes.parse(stored);
    if (found.version() == type.version()) {
      return serializer.deserialize(found.bytes(), type.type());
    }
    FormerState<?, S> former =
        type.former(found.version())
            .orElseThrow(
                () ->
                    new StateFormatException(
                        "it has version %d, this build reads version %d and upgrades from %s"
                            .formatted(
                                found.version(),
                                type.version(),
                                type.former().stream().map(FormerState::version).toList())));
    Coverage.reached("state.upgraded");
    try {
      return Objects.requireNonNull(former.read(found.bytes(), serializer), "an upgraded state");
    } catch (StateFormatException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StateFormatException(
          "the upgrade from version %d failed".formatted(found.version()), e);
    }
  }
}

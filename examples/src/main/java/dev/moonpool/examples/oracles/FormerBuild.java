package dev.moonpool.examples.oracles;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.examples.oracles.Station.Log;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What an earlier build of the stations has left in the store: states of version 1, under a fence
/// that is higher than those which the directory has granted by then. So the first activation of
/// such a station is fenced off, asks for a higher fence, and upgrades what it loads.
final class FormerBuild {
  private static final int KEYS = 8;

  private FormerBuild() {}

  /// Stores the states; before any station is called, and before anything fails.
  static void leave(StateStore store, Judge judge) {
    Fence fence = new Fence(0, store.nextIncarnation(), 1);
    for (ActorType<Station> type : List.of(Station.PLAIN, Station.REENTRANT)) {
      for (int i = 0; i < KEYS; i++) {
        String actor = StationClient.name(type, "s" + i);
        String attempt = "a:former." + type.name() + "." + i;
        StateKey key = new StateKey(actor);
        long version = store.loadAndClaim(key, fence).version();
        byte[] state = "{\"attempt\":\"%s\"}".formatted(attempt).getBytes(StandardCharsets.UTF_8);
        var _ = store.save(key, fence, version, state);
        judge.attempts().touched(actor);
        judge.attempts().acknowledged(actor, attempt);
      }
    }
  }

  /// What today's build makes of such a state.
  static Log upgraded(Station.FormerLog former) {
    return Log.EMPTY.with(former.attempt());
  }
}

package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.DeactivationReason;

/// What planted faults do instead of running hooks.
final class PlantedHooks {
  private PlantedHooks() {}

  /// Leaves the last hook out when the node stops, and swallows what it throws otherwise.
  static void runUnlessShutdown(Turn turn, DeactivationReason reason) throws Exception {
    if (reason != DeactivationReason.NODE_SHUTDOWN) {
      Hooks.run(turn, "on-deactivate", actor -> actor.onDeactivate(reason));
    }
  }
}

package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.id.ActorAddress;
import org.jspecify.annotations.Nullable;

/// A message to the runtime's side of an activation; never queues behind users' messages.
final class Control {
  /// How many may wait: each says the same in the end, so more than a few is a mistake.
  static final int CAPACITY = 8;

  final DeactivationReason reason;

  /// Where the actor lives instead; null unless it lost a race.
  final @Nullable ActorAddress winner;

  /// The one that was asked before; null for the first.
  final @Nullable Control earlier;

  final int depth;

  /// Asks for deactivation.
  Control(DeactivationReason reason, @Nullable ActorAddress winner, @Nullable Control earlier) {
    this.reason = reason;
    this.winner = winner;
    this.earlier = earlier;
    this.depth = earlier == null ? 1 : earlier.depth + 1;
  }

  /// The one that was asked first, leaving out the wish to end for idleness if there is any other:
  /// that one may have come too late, which is no reason to forget the others.
  Control decisive() {
    Control decisive = this;
    for (Control control = earlier; control != null; control = control.earlier) {
      if (control.reason != DeactivationReason.IDLE_TIMEOUT
          || decisive.reason == DeactivationReason.IDLE_TIMEOUT) {
        decisive = control;
      }
    }
    return decisive;
  }
}

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

  /// The one that was asked first.
  Control first() {
    Control first = this;
    while (first.earlier != null) {
      first = first.earlier;
    }
    return first;
  }
}

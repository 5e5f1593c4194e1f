package dev.moonpool.actors.id;

import dev.moonpool.foundation.store.Fence;
import java.util.Objects;

/// Where an actor lives now: one activation of it.
///
/// @param actor who
/// @param node on which run of which node
/// @param activation the activation's number, unique on that node incarnation, never 0
/// @param fence what the directory granted this activation; it may write only under it
public record ActorAddress(ActorId actor, NodeIdentity node, long activation, Fence fence) {
  /// Checks every part.
  public ActorAddress {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(fence, "fence");
    if (activation == 0) {
      throw new IllegalArgumentException("activation 0 is no activation");
    }
  }

  /// Whether both name the same activation, whatever their fences.
  public boolean sameActivation(ActorAddress other) {
    return activation == other.activation && node.equals(other.node) && actor.equals(other.actor);
  }

  /// This activation under another fence.
  public ActorAddress withFence(Fence granted) {
    return new ActorAddress(actor, node, activation, granted);
  }

  @Override
  public String toString() {
    return actor + "@" + node + "/" + activation;
  }
}

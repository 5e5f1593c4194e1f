package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import java.util.List;

/// Any node, all equally likely, whatever their loads.
public final class RandomPlacement implements Placement {
  /// Makes the strategy, which has no settings.
  public RandomPlacement() {}

  @Override
  public NodeAddress choose(
      ActorId actor, List<NodeAddress> candidates, LoadTable loads, Randomness randomness) {
    return candidates.get(randomness.nextInt(candidates.size()));
  }
}

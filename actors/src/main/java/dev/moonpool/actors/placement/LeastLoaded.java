package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import java.util.ArrayList;
import java.util.List;

/// The least loaded of all nodes as known here; ties are drawn for. Evenest with one node that
/// chooses; with many, whose knowledge is a second old, [TwoChoices] herds less.
public final class LeastLoaded implements Placement {
  /// Makes the strategy, which has no settings.
  public LeastLoaded() {}

  @Override
  public NodeAddress choose(
      ActorId actor, List<NodeAddress> candidates, LoadTable loads, Randomness randomness) {
    List<NodeAddress> least = new ArrayList<>();
    long lowest = Long.MAX_VALUE;
    for (NodeAddress candidate : candidates) {
      long load = loads.load(candidate);
      if (load < lowest) {
        lowest = load;
        least.clear();
      }
      if (load == lowest) {
        least.add(candidate);
      }
    }
    return least.get(randomness.nextInt(least.size()));
  }
}

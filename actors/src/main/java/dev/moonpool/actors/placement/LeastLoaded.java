package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import java.util.List;

/// The least loaded of all nodes as known here, or the first of equals from a random start. Looks
/// at every node for each choice; [TwoChoices] at two.
public final class LeastLoaded implements Placement {
  /// Makes the strategy, which has no settings.
  public LeastLoaded() {}

  @Override
  public NodeAddress choose(
      ActorId actor, List<NodeAddress> candidates, LoadTable loads, Randomness randomness) {
    int start = randomness.nextInt(candidates.size());
    NodeAddress least = candidates.get(start);
    for (int i = 1; i < candidates.size(); i++) {
      NodeAddress candidate = candidates.get((start + i) % candidates.size());
      if (loads.compare(candidate, least) < 0) {
        least = candidate;
      }
    }
    return least;
  }
}

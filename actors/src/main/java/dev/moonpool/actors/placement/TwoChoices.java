package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import java.util.List;

/// The less loaded of two different nodes drawn at random; a tie is tossed for. The default.
///
/// Nearly as even as asking all nodes, and without everyone's picking the same one (Mitzenmacher,
/// "The power of two choices in randomized load balancing", 2001).
public final class TwoChoices implements Placement {
  /// Makes the strategy, which has no settings.
  public TwoChoices() {}

  @Override
  public NodeAddress choose(
      ActorId actor, List<NodeAddress> candidates, LoadTable loads, Randomness randomness) {
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    int first = randomness.nextInt(candidates.size());
    int second = randomness.nextInt(candidates.size() - 1);
    second = second < first ? second : second + 1; // so that it is never the first again
    NodeAddress one = candidates.get(first);
    NodeAddress other = candidates.get(second);
    int order = loads.compare(one, other);
    if (order == 0) {
      return randomness.nextInt(2) == 0 ? one : other;
    }
    return order < 0 ? one : other;
  }
}

package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import java.util.List;
import java.util.Objects;

/// Places actors for one node: asks its strategy and counts each choice at once, so that the next
/// one sees it. Any task; nothing blocks.
public final class Placer {
  private final Placement strategy;
  private final LoadTable loads;
  private final Randomness randomness;

  /// @param providers for the random numbers, from a branch of their own
  /// @param strategy how to choose
  /// @param loads what this node knows of all loads
  public Placer(Providers providers, Placement strategy, LoadTable loads) {
    this.strategy = Objects.requireNonNull(strategy, "strategy");
    this.loads = Objects.requireNonNull(loads, "loads");
    this.randomness = providers.randomness().split("placement");
  }

  /// Where to activate `actor`.
  ///
  /// @param candidates nodes that host its type and are not known to be down, without repetition
  /// @throws PlacementException if there are none, or none that will do
  public NodeAddress place(ActorId actor, List<NodeAddress> candidates) {
    if (candidates.isEmpty()) {
      throw new PlacementException("there is no node to place %s on".formatted(actor));
    }
    NodeAddress chosen = strategy.choose(actor, candidates, loads, randomness);
    Invariant.check(
        candidates.contains(chosen),
        () -> "%s chose %s for %s, not one of %s".formatted(strategy, chosen, actor, candidates));
    loads.chosen(chosen);
    return chosen;
  }
}

package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import java.util.List;
import java.util.Objects;

/// The node that asks, if it is a candidate; else what another strategy says. For actors that are
/// mostly called from where they are first needed.
public final class PreferLocal implements Placement {
  private final Placement otherwise;

  /// Leaves the rest to [TwoChoices].
  public PreferLocal() {
    this(new TwoChoices());
  }

  /// @param otherwise decides if this node is no candidate, as on a node that hosts nothing
  public PreferLocal(Placement otherwise) {
    this.otherwise = Objects.requireNonNull(otherwise, "otherwise");
  }

  @Override
  public NodeAddress choose(
      ActorId actor, List<NodeAddress> candidates, LoadTable loads, Randomness randomness) {
    return candidates.contains(loads.self())
        ? loads.self()
        : otherwise.choose(actor, candidates, loads, randomness);
  }
}

package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import java.util.List;

/// Decides on which node an actor that lives nowhere is activated.
///
/// Called by many tasks at once, for each first message to an actor; must not block. The same
/// candidates, loads and random numbers give the same choice.
@FunctionalInterface
public interface Placement {
  /// One of `candidates`. [Placer] calls it, checks the choice and counts it.
  ///
  /// @param actor who is to be placed
  /// @param candidates nodes that host the actor's type and are not known to be down; not empty,
  ///     without repetition
  /// @param loads what is known of each node's load
  /// @param randomness the only source of chance
  /// @throws PlacementException if none of the candidates will do
  NodeAddress choose(
      ActorId actor, List<NodeAddress> candidates, LoadTable loads, Randomness randomness);
}

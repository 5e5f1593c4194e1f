package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Only nodes that carry the tag which the actor's type asks for; among them another strategy
/// decides. A type that asks for none may live anywhere.
///
/// Every node must be given the same tags: whoever first calls an actor places it.
public final class ByTag implements Placement {
  private final Map<NodeAddress, Set<String>> tagsByNode;
  private final Map<String, String> tagByType;
  private final Placement among;

  /// @param tagsByNode the tags that each node carries; a node that is missing carries none
  /// @param tagByType the tag that each actor type asks for, by the type's name
  /// @param among chooses among the nodes that carry it
  public ByTag(
      Map<NodeAddress, Set<String>> tagsByNode, Map<String, String> tagByType, Placement among) {
    this.tagsByNode = new LinkedHashMap<>();
    tagsByNode.forEach((node, tags) -> this.tagsByNode.put(node, new TreeSet<>(tags)));
    this.tagByType = new LinkedHashMap<>(tagByType);
    this.among = Objects.requireNonNull(among, "among");
  }

  @Override
  public NodeAddress choose(
      ActorId actor, List<NodeAddress> candidates, LoadTable loads, Randomness randomness) {
    String tag = tagByType.get(actor.type());
    if (tag == null) {
      return among.choose(actor, candidates, loads, randomness);
    }
    List<NodeAddress> tagged =
        candidates.stream().filter(node -> tagsOf(node).contains(tag)).toList();
    if (tagged.isEmpty()) {
      throw new PlacementException(
          "%s must live on a node with tag '%s'; of the %d candidates none carries it: %s"
              .formatted(actor, tag, candidates.size(), candidates));
    }
    return among.choose(actor, tagged, loads, randomness);
  }

  private Set<String> tagsOf(NodeAddress node) {
    return tagsByNode.getOrDefault(node, Set.of());
  }
}

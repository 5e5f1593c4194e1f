package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import java.util.Comparator;
import java.util.List;

/// Which node owns an actor's part of the directory: a pure function of the actor's id and the set
/// of nodes, the same in every process.
///
/// Rendezvous hashing (Thaler, Ravishankar, "A name-based mapping scheme for rendezvous", 1996):
/// the node with the highest hash of (node, actor) owns the actor. So the order of the list does
/// not matter, parts are even, and a node that comes or goes moves nobody else's part. The hash is
/// made of the hash codes of strings, which the language defines and strings cache, and mixed so
/// that every bit counts; actors whose texts collide merely share an owner.
final class Ownership {
  /// More nodes than anyone lists by hand; a lookup's cost grows with them.
  static final int NODES_MAX = 1_000;

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final List<NodeAddress> nodes;
  private final long[] nodeHashes;

  Ownership(List<NodeAddress> listed) {
    nodes = listed.stream().distinct().sorted(Comparator.naturalOrder()).toList();
    if (nodes.isEmpty() || nodes.size() > NODES_MAX) {
      throw new IllegalArgumentException(
          "a directory has 1 to %d nodes, the list has %d".formatted(NODES_MAX, nodes.size()));
    }
    nodeHashes = nodes.stream().mapToLong(Ownership::hash).toArray();
  }

  /// Every node once, in order.
  List<NodeAddress> nodes() {
    return nodes;
  }

  boolean isListed(NodeAddress node) {
    return nodes.contains(node);
  }

  NodeAddress ownerOf(ActorId actor) {
    long actorHash = hash(actor);
    int best = 0;
    long highest = Randomness.mix(actorHash ^ nodeHashes[0]);
    for (int i = 1; i < nodeHashes.length; i++) {
      long weight = Randomness.mix(actorHash ^ nodeHashes[i]);
      if (weight > highest) {
        highest = weight;
        best = i;
      }
    }
    return nodes.get(best);
  }

  private static long hash(ActorId actor) {
    long hash = Randomness.mix(actor.namespace().hashCode() + GOLDEN_GAMMA);
    hash = Randomness.mix(hash + actor.type().hashCode() + GOLDEN_GAMMA);
    return Randomness.mix(hash + actor.key().hashCode() + GOLDEN_GAMMA);
  }

  private static long hash(NodeAddress node) {
    return Randomness.mix(Randomness.mix(node.host().hashCode() + GOLDEN_GAMMA) + node.port());
  }
}

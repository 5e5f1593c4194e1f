package dev.moonpool.actors.placement;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// What one node knows of every node's load: how many activations it has.
///
/// Its own load is read live; those of others come with their traffic, at most about a second old.
/// Between two such reports each choice counts as one activation more, so that a burst does not
/// herd onto the node that was the least loaded when it began. A node of which nothing is known has
/// load 0 plus such bumps. Any thread; nothing blocks.
public final class LoadTable {
  /// Far more nodes than a cluster has; reports of more are ignored.
  private static final int NODES_MAX = 10_000;

  private final NodeAddress self;
  private final LongSupplier selfLoad;
  private final ConcurrentMap<NodeAddress, Known> others = new ConcurrentHashMap<>();

  /// @param self this node
  /// @param selfLoad how many activations this node has now, those in flight included; cheap
  public LoadTable(NodeAddress self, LongSupplier selfLoad) {
    this.self = Objects.requireNonNull(self, "self");
    this.selfLoad = Objects.requireNonNull(selfLoad, "selfLoad");
  }

  /// The node whose table this is.
  public NodeAddress self() {
    return self;
  }

  /// The load of `node` as known now, choices since the last report included.
  public long load(NodeAddress node) {
    if (node.equals(self)) {
      return selfLoad.getAsLong();
    }
    Known known = others.get(node);
    return known == null ? 0 : known.estimate.get();
  }

  /// Takes in what a node reported of itself. Reports of a run before the latest are ignored.
  ///
  /// @param activationCount how many activations it has, not negative
  public void nodeSeen(NodeIdentity node, long activationCount) {
    if (activationCount < 0) {
      throw new IllegalArgumentException(
          "%s reports %d activations; a load is not negative".formatted(node, activationCount));
    }
    if (node.address().equals(self)) {
      return;
    }
    Known known = knownOf(node.address());
    long latest = known.incarnation.accumulateAndGet(node.incarnation(), Math::max);
    if (latest == node.incarnation()) {
      known.estimate.set(activationCount);
    }
  }

  /// Counts one activation more on `node`, until it reports again. This node's own load shows its
  /// choices by itself.
  public void chosen(NodeAddress node) {
    if (!node.equals(self)) {
      knownOf(node).estimate.incrementAndGet();
    }
  }

  private Known knownOf(NodeAddress node) {
    Known known = others.get(node);
    if (known != null) {
      return known;
    }
    if (others.size() >= NODES_MAX) {
      return new Known(); // not kept
    }
    return others.computeIfAbsent(node, address -> new Known());
  }

  private static final class Known {
    final AtomicLong incarnation = new AtomicLong(-1);
    final AtomicLong estimate = new AtomicLong();
  }
}

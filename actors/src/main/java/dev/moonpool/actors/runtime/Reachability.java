package dev.moonpool.actors.runtime;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Which nodes lately took no work, so that nothing is placed on them for a moment. A hint, not a
/// verdict: it expires by itself and ends when the node is heard of.
final class Reachability {
  private static final long AVOID_NANOS = Duration.ofSeconds(1).toNanos();

  private final Time time;
  private final ConcurrentMap<NodeAddress, Long> avoidedUntil = new ConcurrentHashMap<>();

  Reachability(Time time) {
    this.time = time;
  }

  /// The node took no work.
  void failed(NodeAddress node) {
    avoidedUntil.put(node, time.nanoTime() + AVOID_NANOS);
  }

  /// The node was heard of.
  void seen(NodeAddress node) {
    avoidedUntil.remove(node);
  }

  /// Those of `nodes` that are not avoided; all of them if none is left.
  List<NodeAddress> usable(List<NodeAddress> nodes) {
    if (avoidedUntil.isEmpty()) {
      return nodes;
    }
    long now = time.nanoTime();
    List<NodeAddress> usable = new ArrayList<>();
    for (NodeAddress node : nodes) {
      Long until = avoidedUntil.get(node);
      if (until == null || until - now <= 0) {
        usable.add(node);
      }
    }
    return usable.isEmpty() ? nodes : usable;
  }
}

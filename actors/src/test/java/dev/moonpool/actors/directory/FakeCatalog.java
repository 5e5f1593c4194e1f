package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One node's activations as a directory sees them. For one world's single driver.
final class FakeCatalog implements LocalActivations {
  private final NodeIdentity node;
  private final Map<ActorId, ActorAddress> activations = new TreeMap<>();
  private final Consumer<ActorAddress> onGranted;
  private final Consumer<ActorAddress> onEnded;
  private long activationLast;

  FakeCatalog(NodeIdentity node) {
    this(node, address -> {}, address -> {});
  }

  FakeCatalog(NodeIdentity node, Consumer<ActorAddress> onGranted, Consumer<ActorAddress> onEnded) {
    this.node = node;
    this.onGranted = onGranted;
    this.onEnded = onEnded;
  }

  /// A new activation in flight; there is none of this actor yet.
  ActorAddress create(ActorId actor) {
    activationLast++;
    ActorAddress created = new ActorAddress(actor, node, activationLast, Fence.NONE);
    ActorAddress old = activations.putIfAbsent(actor, created);
    if (old != null) {
      throw new IllegalStateException(old + " is there");
    }
    return created;
  }

  /// This activation does nothing more.
  void end(ActorAddress address) {
    ActorAddress known = activations.get(address.actor());
    if (known != null && known.sameActivation(address)) {
      activations.remove(address.actor());
      onEnded.accept(known);
    }
  }

  List<ActorAddress> granted() {
    return activations.values().stream()
        .filter(address -> address.fence().compareTo(Fence.NONE) > 0)
        .toList();
  }

  @Override
  public Optional<ActorAddress> find(ActorId actor) {
    return Optional.ofNullable(activations.get(actor));
  }

  @Override
  public List<ActorAddress> snapshot(Predicate<ActorId> wanted) {
    List<ActorAddress> found = new ArrayList<>();
    for (ActorAddress address : activations.values()) {
      if (wanted.test(address.actor())) {
        found.add(address);
      }
    }
    return found;
  }

  @Override
  public void granted(ActorAddress address) {
    ActorAddress known = activations.get(address.actor());
    if (known != null && known.sameActivation(address)) {
      activations.put(address.actor(), address);
      onGranted.accept(address);
    }
  }

  @Override
  public void lost(ActorAddress loser, ActorAddress winner) {
    end(loser);
  }

  @Override
  public boolean deactivate(ActorAddress address) {
    boolean here = find(address.actor()).filter(address::sameActivation).isPresent();
    end(address);
    return here;
  }
}

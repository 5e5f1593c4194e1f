package dev.moonpool.actors.runtime;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StateStoreProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Where states are kept if the builder was given no store: in that of a module that offers one, or
/// in memory.
final class DefaultStore {
  private static final Logger LOG = System.getLogger(DefaultStore.class.getName());

  private final List<StateStoreProvider> offers;

  private DefaultStore(List<StateStoreProvider> offers) {
    this.offers = offers;
  }

  /// Looks for modules that offer a store.
  static DefaultStore find() {
    List<StateStoreProvider> offers = new ArrayList<>();
    ServiceLoader.load(StateStoreProvider.class).forEach(offers::add);
    return new DefaultStore(offers);
  }

  /// In memory, for a node that has no states.
  static StateStore inMemory(Providers world) {
    return InMemoryStateStore.startingAt(world.time().now().toEpochMilli());
  }

  /// Adds what is wrong with what was found.
  void check(List<String> found) {
    if (offers.size() > 1) {
      List<String> names = offers.stream().map(offer -> offer.getClass().getName()).toList();
      found.add("several modules offer a store, say which by store(…): " + names);
    }
  }

  /// Opens it, and warns if it does not fit a cluster of these nodes.
  StateStore open(Providers world, String namespace, List<NodeAddress> nodes) {
    Optional<StateStore> offered =
        offers.stream().flatMap(offer -> offer.open(world, namespace).stream()).findFirst();
    if (offered.isPresent()) {
      long hosts = nodes.stream().map(NodeAddress::host).distinct().count();
      if (hosts > 1) {
        LOG.log(
            Level.WARNING,
            "states are in a store of this machine, and the cluster has nodes on {0}: give all one"
                + " store, or what an actor saved is not found when it moves",
            hosts);
      }
      return offered.get();
    }
    if (nodes.size() > 1) {
      LOG.log(
          Level.WARNING,
          "states are in the memory of this node, and the cluster has {0} nodes: give all one"
              + " store, or what an actor saved is lost when it moves",
          nodes.size());
    }
    return inMemory(world);
  }
}

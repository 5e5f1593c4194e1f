package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.Fence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Three nodes' directories on one switchboard, for tests that decide themselves what goes wrong.
final class Cluster {
  static final List<NodeAddress> NODES =
      List.of(new NodeAddress("a", 1), new NodeAddress("b", 1), new NodeAddress("c", 1));

  final Providers providers;
  final Switchboard switchboard;
  private final Map<NodeAddress, Node> nodes = new TreeMap<>();
  private long incarnationLast = 10;

  Cluster(Providers providers, Switchboard switchboard) {
    this.providers = providers;
    this.switchboard = switchboard;
  }

  /// Starts one node and waits until its part is ready.
  Node startReady(NodeAddress address) throws Exception {
    Node node = start(address);
    awaitReady(node);
    return node;
  }

  /// Starts all nodes and waits until they are ready.
  void startAll() throws Exception {
    NODES.forEach(this::start);
    for (Node node : nodes.values()) {
      awaitReady(node);
    }
  }

  Node start(NodeAddress address) {
    NodeIdentity identity = new NodeIdentity(address, issueIncarnation());
    FakeCatalog catalog = new FakeCatalog(identity);
    PartitionedDirectory directory =
        new PartitionedDirectory(
            providers, identity, NODES, switchboard.of(identity), catalog, this::issueIncarnation);
    Node node = new Node(identity, directory, catalog);
    nodes.put(address, node);
    switchboard.up(identity, directory, () -> nodes.get(address) == node);
    directory.start();
    return node;
  }

  /// As a state store does.
  long issueIncarnation() {
    incarnationLast++;
    return incarnationLast;
  }

  void crash(NodeAddress address) {
    Node node = nodes.remove(address);
    switchboard.down(address);
    node.directory.close();
  }

  /// From now on this node refuses connections, as if it were down.
  void crashSeemingly(NodeAddress address) {
    switchboard.refuses = address::equals;
  }

  Node node(int index) {
    return nodes.get(NODES.get(index));
  }

  void awaitReady(Node node) throws Exception {
    providers
        .time()
        .await(node.directory.ready(), Duration.ofMinutes(1), node.identity + " to be ready");
  }

  /// The first actor of this name and a number whose part this node owns.
  ActorId actorOwnedBy(NodeAddress owner, String name) {
    Ownership ownership = new Ownership(NODES);
    for (int i = 0; i < 1_000; i++) {
      ActorId actor = new ActorId("test", "thing", name + i);
      if (ownership.ownerOf(actor).equals(owner)) {
        return actor;
      }
    }
    throw new IllegalStateException("nobody is owned by " + owner);
  }

  void close() {
    nodes.values().forEach(node -> node.directory.close());
  }

  /// One run of one node.
  record Node(NodeIdentity identity, PartitionedDirectory directory, FakeCatalog catalog) {
    /// Creates an activation and registers it.
    Registration activate(ActorId actor) {
      return directory.register(catalog.create(actor), Fence.NONE);
    }
  }
}

package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the nodes of one simulated cluster and the test that judges them share.
final class DirectoryWorld {
  static final int ACTORS = 12;

  final Switchboard switchboard;
  final Ledger ledger = new Ledger();
  final List<NodeAddress> nodes = new ArrayList<>();

  /// Whether nodes leave their actors as they are.
  boolean resting;

  private final Map<NodeAddress, Running> running = new TreeMap<>();
  private final Randomness randomness;
  private @Nullable World world;
  private long incarnationLast;
  private @Nullable NodeAddress cutOff;

  DirectoryWorld(Simulation simulation) {
    randomness = simulation.randomness("directory");
    switchboard = new Switchboard(simulation.providers(), randomness.split("switchboard"));
    for (int i = 0; i < simulation.topology().processes(); i++) {
      nodes.add(new NodeAddress("process-" + i, Simulation.PORT));
    }
    ledger.runs = this::runs;
    // Never false: this is how the world is got hold of.
    simulation.always("the world is seen", seen -> (world = seen) != null);
    ledger.watch =
        simulation.alwaysWhenMarked(
            "registrations and fences are exclusive",
            seen -> {
              if (ledger.wrong != null) {
                throw new AssertionError(ledger.wrong);
              }
              return true;
            });
    switchboard.cut = (from, to) -> from.equals(cutOff) || to.equals(cutOff);
  }

  static ActorId actor(int number) {
    return new ActorId("sim", "thing", "t" + number);
  }

  NodeIdentity nextRun(int index) {
    return new NodeIdentity(nodes.get(index), nextIncarnation());
  }

  long nextIncarnation() {
    incarnationLast++;
    return incarnationLast;
  }

  /// Any incarnation that has been issued, to whichever owner.
  long issued() {
    return randomness.nextLong(1, incarnationLast + 1);
  }

  void up(Running node) {
    running.put(node.identity.address(), node);
    switchboard.up(node.identity, node.directory, () -> isUp(node));
  }

  /// Those that run, in order.
  List<Running> up() {
    return running.values().stream().filter(this::isUp).toList();
  }

  /// Cuts off one node after the other for up to `longest`, until the chaos ends.
  ///
  /// @param pause how long all can reach each other in between, at least
  void cutNodesOff(Time time, Duration longest, Duration pause) throws InterruptedException {
    while (world != null && world.chaos()) {
      time.sleep(pause.plusMillis(randomness.nextLong(0, 2_000)));
      cutOff = nodes.get(randomness.nextInt(nodes.size()));
      time.sleep(Duration.ofNanos(randomness.nextLong(100_000_000, longest.toNanos())));
      cutOff = null;
    }
  }

  void heal() {
    cutOff = null;
    switchboard.loss = 0;
    switchboard.slow = 0;
    switchboard.falseRefusal = 0;
  }

  private boolean runs(ActorAddress address) {
    Running node = running.get(address.node().address());
    return node != null && node.identity.equals(address.node()) && isUp(node);
  }

  private boolean isUp(Running node) {
    int index = nodes.indexOf(node.identity.address());
    return running.get(node.identity.address()) == node
        && !node.stopped
        && world != null
        && world.isAlive(index);
  }

  /// One run of one node.
  static final class Running {
    final NodeIdentity identity;
    final PartitionedDirectory directory;
    final FakeCatalog catalog;
    boolean stopped;

    Running(NodeIdentity identity, PartitionedDirectory directory, FakeCatalog catalog) {
      this.identity = identity;
      this.directory = directory;
      this.catalog = catalog;
    }
  }
}

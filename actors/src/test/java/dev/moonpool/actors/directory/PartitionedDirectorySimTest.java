package dev.moonpool.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.directory.DirectoryWorld.Running;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Directories of three nodes and more in a world of crashes, losses and partitions.
@Tag("A28")
@Tag("A33")
class PartitionedDirectorySimTest {
  private static final int SEEDS = Integer.getInteger("directory.seeds", 150);
  private static final long SEED_FIRST = Long.getLong("directory.firstSeed", 1);

  private static final Profile ROUGH =
      Profile.CHAOS
          .only(FaultFamily.CRASH, FaultFamily.REBOOT, FaultFamily.FAULT_POINT)
          .withChaos(Duration.ofSeconds(15));

  /// Silences are shorter than the bounds of rebuilding and suspicion: nothing is ever twice.
  @Test
  void crashesLossesAndShortPartitions_neverGiveTwoLivesAndLoseNone() {
    Map<String, Long> marks =
        campaign(
            3,
            (world, silences) -> {
              world.ledger.strict = true;
              world.switchboard.loss = 0.05;
              world.switchboard.slow = 0.03;
              world.switchboard.slowMost = Duration.ofMillis(900);
              silences.longest = Duration.ofMillis(1_500);
              silences.pause = Duration.ofSeconds(5);
            });
    assertThat(marks)
        .containsKeys(
            "directory.race",
            "directory.owner-not-ready",
            "directory.suspect-dropped",
            "directory.fence-raised-above-floor");
  }

  /// Silences outlast every bound: there may be two for a while, never under one fence, and one in
  /// the end.
  @Test
  void longPartitionsAndFalseRefusals_neverShareAFenceAndConverge() {
    Map<String, Long> marks =
        campaign(
            4,
            (world, silences) -> {
              world.switchboard.loss = 0.2;
              world.switchboard.slow = 0.03;
              world.switchboard.falseRefusal = 0.3;
              silences.longest = Duration.ofSeconds(12);
            });
    assertThat(marks)
        .containsKeys(
            "directory.overtaken-grant-refused",
            "directory.merge-conflict",
            "directory.rebuilt-without-all",
            "directory.suspect-dropped");
  }

  /// Held, or it would be made anew with its default level: thousands of rebuilds are given up
  /// here.
  private static final Logger QUIET = Logger.getLogger(Rebuild.class.getName());

  private static Map<String, Long> campaign(int nodes, Trouble trouble) {
    QUIET.setLevel(Level.OFF);
    Map<String, Long> marks = new TreeMap<>();
    for (int i = 0; i < SEEDS; i++) {
      SeedOutcome outcome = run(SEED_FIRST + i, nodes, trouble);
      assertThat(outcome.failure().map(failure -> failure + "\n" + failure.details()))
          .as("seed %s", outcome.seedText())
          .isEmpty();
      outcome.marks().forEach((mark, hits) -> marks.merge(mark, hits, Long::sum));
    }
    marks.values().removeIf(hits -> hits == 0);
    QUIET.setLevel(null);
    return marks;
  }

  private static SeedOutcome run(long seed, int nodes, Trouble trouble) {
    Simulation simulation = Simulation.of(seed, new Topology(1, nodes), ROUGH);
    DirectoryWorld world = new DirectoryWorld(simulation);
    Silences silences = new Silences();
    trouble.prepare(world, silences);
    simulation.share(world);
    simulation.processes(DirectoryNode::new);
    simulation.workloads(() -> new Judge(world, silences));
    return simulation.run();
  }

  /// How long nodes are cut off at most.
  private static final class Silences {
    Duration longest = Duration.ZERO;
    Duration pause = Duration.ofMillis(100);
  }

  private interface Trouble {
    void prepare(DirectoryWorld world, Silences silences);
  }

  /// Cuts nodes off during the chaos, and judges once all is quiet.
  private record Judge(DirectoryWorld world, Silences silences) implements Workload {
    @Override
    public void run(WorkloadContext context) throws Exception {
      world.cutNodesOff(context.providers().time(), silences.longest, silences.pause);
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      world.heal();
      world.resting = true;
      // What was in progress ends within an operation's deadline, or two; late readings within 3 s.
      context.providers().time().sleep(Duration.ofSeconds(30));
      List<ActorAddress> lives = world.ledger.lives();
      Map<ActorId, ActorAddress> byActor = new LinkedHashMap<>();
      for (ActorAddress life : lives) {
        assertThat(byActor.put(life.actor(), life)).as("two lives with %s", life).isNull();
      }
      List<ActorAddress> shown = new ArrayList<>();
      for (Running node : world.up()) {
        shown.addAll(node.catalog.granted());
        for (ActorAddress life : lives) {
          assertThat(node.directory.lookup(life.actor()))
              .as("seen from %s", node.identity)
              .contains(life);
        }
        for (int i = 0; i < DirectoryWorld.ACTORS; i++) {
          dropGhost(node, DirectoryWorld.actor(i), byActor);
        }
      }
      assertThat(shown).containsExactlyInAnyOrderElementsOf(lives);
      assertThat(world.ledger.granted).isPositive();
    }

    /// An entry without an activation goes when it is suspected.
    private static void dropGhost(Running node, ActorId actor, Map<ActorId, ActorAddress> byActor) {
      Optional<ActorAddress> found = node.directory.lookup(actor);
      if (found.isPresent() && !byActor.containsKey(actor)) {
        assertThat(node.directory.suspect(found.get())).as("ghost %s", found.get()).isTrue();
        assertThat(node.directory.lookup(actor)).isEmpty();
      }
    }
  }
}

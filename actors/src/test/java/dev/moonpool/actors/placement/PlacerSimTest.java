package dev.moonpool.actors.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Three nodes that place actors at the same time, each by what it knows of the others.
@Tag("A29")
class PlacerSimTest {
  private static final List<NodeAddress> NODES =
      List.of(new NodeAddress("a", 1), new NodeAddress("b", 1), new NodeAddress("c", 1));

  @Test
  void place_100ActorsOnThreeNodes_isWithin20PercentOfEven() {
    for (long seed = 1; seed <= 30; seed++) {
      for (int choosers = 1; choosers <= 3; choosers++) {
        assertThat(spread(seed, 102, choosers, Duration.ofMillis(5), Duration.ofSeconds(1)))
            .as("seed %d, %d choosers", seed, choosers)
            .isLessThanOrEqualTo(0.20);
      }
    }
  }

  @Test
  void place_aBurstThatNobodyReportsOn_doesNotHerd() {
    for (long seed = 1; seed <= 30; seed++) {
      assertThat(spread(seed, 102, 3, Duration.ofNanos(1_000), Duration.ofHours(1)))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(0.20);
    }
  }

  @Test
  void place_10000Actors_isWithin5PercentOfEven() {
    for (long seed = 1; seed <= 5; seed++) {
      for (int choosers = 1; choosers <= 3; choosers++) {
        for (Duration each : List.of(Duration.ofNanos(50_000), Duration.ofMillis(1))) {
          assertThat(spread(seed, 9_996, choosers, each, Duration.ofSeconds(1)))
              .as("seed %d, %d choosers, one each %s", seed, choosers, each)
              .isLessThanOrEqualTo(0.05);
        }
      }
    }
  }

  @Test
  void place_onNoCandidates_isRefused() {
    inWorld(
        1,
        providers -> {
          Placer placer =
              new Placer(providers, new TwoChoices(), new LoadTable(NODES.get(0), () -> 0));
          assertThatThrownBy(() -> placer.place(new ActorId("n", "t", "k"), List.of()))
              .isInstanceOf(PlacementException.class)
              .hasMessageContaining("n::t/k");
        });
  }

  /// How far the node that is farthest off is from an even share.
  private static double spread(
      long seed, int actors, int choosers, Duration each, Duration reportEvery) {
    Cluster cluster = new Cluster();
    inWorld(seed, providers -> cluster.place(providers, actors, choosers, each, reportEvery));
    double even = actors / 3.0;
    return cluster.counts.values().stream()
        .mapToDouble(count -> Math.abs(count - even) / even)
        .max()
        .orElseThrow();
  }

  private static void inWorld(long seed, Body body) {
    Simulation simulation = Simulation.of(seed, new Topology(1, 1), Profile.CALM);
    simulation.processes(() -> context -> {});
    simulation.workloads(() -> context -> body.run(context.providers()));
    SeedOutcome outcome = simulation.run();
    assertThat(outcome.failure()).isEmpty();
  }

  private interface Body {
    void run(Providers providers) throws Exception;
  }

  /// Counts activations; each node sees its own at once and hears of the others' now and then.
  private static final class Cluster {
    final Map<NodeAddress, Long> counts = new TreeMap<>();
    private final List<LoadTable> tables = new ArrayList<>();

    Cluster() {
      for (NodeAddress node : NODES) {
        counts.put(node, 0L);
        tables.add(new LoadTable(node, () -> counts.getOrDefault(node, 0L)));
      }
    }

    void place(Providers providers, int actors, int choosers, Duration each, Duration reportEvery)
        throws InterruptedException {
      Randomness randomness = providers.randomness().split("test");
      List<Task> tasks = new ArrayList<>();
      for (int chooser = 0; chooser < choosers; chooser++) {
        Randomness own = randomness.split("chooser" + chooser);
        Providers split =
            new Providers(providers.time(), providers.tasks(), providers.network(), own);
        Placer placer = new Placer(split, new TwoChoices(), tables.get(chooser));
        int share = actors / choosers;
        NodeAddress home = NODES.get(chooser);
        tasks.add(
            providers
                .tasks()
                .start("chooser", () -> choose(providers, placer, home, share, each, own)));
      }
      boolean[] done = new boolean[1];
      List<Task> reporters = new ArrayList<>();
      for (NodeAddress node : NODES) {
        for (LoadTable table : tables) {
          Duration phase = Duration.ofNanos(randomness.nextLong(0, 1_000_000_000));
          reporters.add(
              providers
                  .tasks()
                  .start(
                      "reporter", () -> report(providers, node, table, phase, reportEvery, done)));
        }
      }
      for (Task task : tasks) {
        task.join();
      }
      providers.time().sleep(Duration.ofMillis(50)); // what is on its way arrives
      done[0] = true;
      for (Task reporter : reporters) {
        reporter.interrupt();
        reporter.join();
      }
    }

    private void choose(
        Providers providers,
        Placer placer,
        NodeAddress home,
        int share,
        Duration each,
        Randomness own) {
      try {
        for (int i = 0; i < share; i++) {
          NodeAddress node = placer.place(new ActorId("n", "t", "k" + i), NODES);
          if (node.equals(home)) {
            counts.merge(node, 1L, Long::sum);
          } else {
            Duration way = Duration.ofNanos(own.nextLong(1, 5_000_000));
            providers.time().schedule(way, () -> counts.merge(node, 1L, Long::sum));
          }
          providers.time().sleep(each);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /// Each node tells each other of its load in its own rhythm.
    private void report(
        Providers providers,
        NodeAddress node,
        LoadTable table,
        Duration phase,
        Duration every,
        boolean[] done) {
      try {
        providers.time().sleep(phase);
        while (!done[0]) {
          table.nodeSeen(new NodeIdentity(node, 1), counts.getOrDefault(node, 0L));
          providers.time().sleep(every);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // no more reports
      }
    }
  }
}

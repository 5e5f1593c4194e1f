package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Randomness;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S1")
class DeterminismSimTest {
  @ParameterizedTest
  @ValueSource(strings = {"1x1", "1x2", "1x10", "2x2", "10x10", "3x5"})
  @Tag("S2")
  void run_sameSeedTwice_sameOutcome(String topology) {
    for (long seed = 1; seed <= 5; seed++) {
      SeedOutcome first = echo(seed, topology, Profile.CHAOS);
      SeedOutcome second = echo(seed, topology, Profile.CHAOS);

      assertThat(second.traceHash()).isEqualTo(first.traceHash());
      assertThat(second.steps()).isEqualTo(first.steps());
      assertThat(second.simulated()).isEqualTo(first.simulated());
      assertThat(second.faults()).isEqualTo(first.faults());
    }
  }

  @Test
  void run_otherSeeds_otherHashes() {
    Set<Long> hashes = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      hashes.add(Worlds.passed(echo(seed, "2x2", Profile.CHAOS)).traceHash());
    }

    assertThat(hashes).hasSize(50);
  }

  @Test
  void run_traceRecorded_hashIsTheSameAndLinesRepeat() {
    Simulation first = echoes(7, "2x2", Profile.AGGRESSIVE);
    first.recordTrace(true);
    Simulation second = echoes(7, "2x2", Profile.AGGRESSIVE);
    second.recordTrace(true);
    SeedOutcome recorded = first.run();

    assertThat(recorded.trace()).isNotEmpty().isEqualTo(second.run().trace());
    assertThat(echo(7, "2x2", Profile.AGGRESSIVE).traceHash()).isEqualTo(recorded.traceHash());
  }

  @Test
  @Tag("S7")
  void run_manySeeds_eachTurnsOnAnotherSubsetOfFaults() {
    Set<Set<FaultFamily>> subsets = new HashSet<>();
    for (long seed = 0; seed < 30; seed++) {
      subsets.add(FaultPlan.draw(Randomness.seeded(seed), Profile.CHAOS, 2, 4).families());
    }

    assertThat(subsets).hasSizeGreaterThan(25);
  }

  @Test
  @Tag("S6")
  void draw_oneFamilyLeftOut_othersStayAsTheyWere() {
    var root = Randomness.seeded(3);
    Profile all = Profile.CHAOS.only(FaultFamily.values());
    FaultPlan whole = FaultPlan.draw(root, all, 3, 6);
    FaultPlan less = FaultPlan.draw(root, all.without(FaultFamily.CRASH), 3, 6);

    assertThat(less.conditions()).isEqualTo(whole.conditions());
    assertThat(whole.faults()).containsAll(less.faults());
    assertThat(less.faults())
        .noneMatch(fault -> fault instanceof PlannedFault.Down down && !down.graceful());
  }

  private static SeedOutcome echo(long seed, String topology, Profile profile) {
    return echoes(seed, topology, profile).run();
  }

  private static Simulation echoes(long seed, String topology, Profile profile) {
    Simulation simulation = Simulation.of(seed, Topology.parse(topology), profile);
    simulation.processes(EchoProcess::new);
    simulation.workloads(() -> context -> SimulationSpeed.drive(context, 30));
    return simulation;
  }
}

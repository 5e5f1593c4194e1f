package dev.moonpool.simulation.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

@Tag("S18")
final class SimulateSimTest {
  private static final List<Long> SEEDS = new ArrayList<>();

  @Simulate(seeds = 5, topology = "3x1", profile = Simulate.CALM)
  void simulate_goodWorld_passes(Simulation simulation) {
    assertThat(simulation.topology().workloads()).isEqualTo(3);
    simulation.processes(() -> context -> {});
    simulation.workloads(() -> context -> context.trace("here"));
  }

  @Test
  @Tag("S15")
  void simulate_failingSeed_failsWithItsReplayLine() {
    SEEDS.clear();
    Throwable failure = run("failing").orElseThrow();
    assertThat(SEEDS).containsExactly(3L, 4L, 5L, 6L);
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("INVARIANT VIOLATED: seed is below six")
        .hasMessageContaining("seed 0x6 failed after 3 that passed")
        .hasMessageContaining("-Dtest=Cases#failing -Dmoonpool.seed=0x6");
  }

  @Test
  @Tag("S2")
  void simulate_topologyAndCounts_isRefused() {
    assertThat(run("contradicting").orElseThrow()).hasMessageContaining("give one");
  }

  @Test
  @Tag("S2")
  void simulate_counts_replaceATopology() {
    assertThat(run("counted")).isEmpty();
  }

  private static Optional<Throwable> run(String method) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                DiscoverySelectors.selectMethod(
                    Cases.class.getName(), method, Simulation.class.getName()))
            .build();
    Results results = new Results();
    LauncherFactory.create().execute(request, results);
    assertThat(results.finished).as("executions of %s", method).hasSize(1);
    return results.finished.getFirst().getThrowable();
  }

  private static final class Results implements TestExecutionListener {
    private final List<TestExecutionResult> finished = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.getSource().filter(MethodSource.class::isInstance).isPresent()) {
        finished.add(result);
      }
    }
  }

  /// Run by the tests above, not found by name.
  static final class Cases {
    @Simulate(seeds = 10, topology = "1x1", profile = Simulate.CALM, firstSeed = "0x3")
    void failing(Simulation simulation) {
      SEEDS.add(simulation.seed());
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> context.trace("here"));
      simulation.always("seed is below six", world -> simulation.seed() < 6);
    }

    @Simulate(topology = "1x1", workloads = 2, processes = 2)
    void contradicting(Simulation simulation) {
      throw new AssertionError("not called");
    }

    @Simulate(seeds = 1, workloads = 1, processes = 4, profile = Simulate.CALM)
    void counted(Simulation simulation) {
      assertThat(simulation.topology().processes()).isEqualTo(4);
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> context.trace("here"));
    }
  }
}

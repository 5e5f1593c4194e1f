package dev.moonpool.simulation.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.scan.CodeFingerprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
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
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final AtomicBoolean CACHED = new AtomicBoolean();
  private static final Logger LOG = Logger.getLogger(Cases.class.getName());

  static {
    LOG.setLevel(Level.INFO);
  }

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
    assertThat(SEEDS).containsExactly(3L, 3L, 4L, 5L, 6L, 6L);
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("INVARIANT VIOLATED: seed is below six")
        .hasMessageContaining("seed 0x6 failed after 3 that passed")
        .hasMessageContaining("SimulateSimTest$Cases#failing")
        .hasMessageContaining("-Dmoonpool.seed=0x6 -Dmoonpool.expect=");
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

  @Test
  @Tag("field-O6")
  void simulate_failingSeed_tellsWhatHappenedLast() {
    Throwable failure = run("told").orElseThrow();
    assertThat(failure)
        .hasMessageContaining("faults on in this seed: [BIT_FLIP")
        .hasMessageContaining("what happened last")
        .hasMessageContaining("client-0     an operation of the workload")
        .hasMessageContaining("client-0     log: SimulateSimTest$Cases: the program says 7")
        .hasMessageContaining("world        all runs begin");
  }

  @Test
  @Tag("field-O2")
  void simulate_seedGivesAnotherRunEachTime_isNotDeterministic() {
    Throwable failure = run("counting").orElseThrow();
    assertThat(failure)
        .hasMessageContaining("NOT DETERMINISTIC: the same seed gives the same trace")
        .hasMessageContaining("the traces part at line")
        .hasMessageContaining("counted to");
  }

  @Test
  @Tag("field-O2")
  void simulate_firstRunDiffersFromLaterOnes_isNotDeterministic() {
    CACHED.set(false);
    Throwable failure = run("caching").orElseThrow();
    assertThat(failure)
        .hasMessageContaining("NOT DETERMINISTIC")
        .hasMessageContaining("the first run differs from the later ones");
  }

  @Test
  @Tag("field-O2")
  void simulate_programReadsTheClock_failsBeforeTheFirstSeed() {
    SEEDS.clear();
    Throwable failure = run("clock").orElseThrow();
    assertThat(SEEDS).isEmpty();
    assertThat(failure)
        .hasMessageContaining("NOT DETERMINISTIC")
        .hasMessageContaining("Instant.now at ")
        .hasMessageContaining("SimulateSimTest.java:");
    assertThat(run("allowedClock")).isEmpty();
  }

  @Test
  @Tag("field-O2")
  void replay_passesWithTheSameCode_isNotDeterministic() {
    String code = "%08x".formatted(CodeFingerprint.of(Cases.class));
    System.setProperty("moonpool.seed", "0x4");
    System.setProperty("moonpool.expect", "0000000000000001-" + code);
    try {
      assertThat(run("failing").orElseThrow())
          .hasMessageContaining("the replay line is of a run that failed, with the same code")
          .hasMessageContaining("Expected trace hash 0000000000000001");
      System.setProperty("moonpool.expect", "0000000000000001-00000001");
      assertThat(run("failing")).as("the code has changed since").isEmpty();
    } finally {
      System.clearProperty("moonpool.seed");
      System.clearProperty("moonpool.expect");
    }
  }

  @Test
  @Tag("field-O7")
  void simulate_profileByClass_isTheOneThatItMakes() {
    assertThat(run("byClass")).isEmpty();
    assertThat(run("byNameAndClass").orElseThrow()).hasMessageContaining("give one");
    assertThat(run("byFailingClass").orElseThrow())
        .hasMessageContaining("Failing makes no profile");
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

  static final class OnlyFlips implements Supplier<Profile> {
    @Override
    public Profile get() {
      return Profile.CHAOS.only(FaultFamily.BIT_FLIP);
    }
  }

  static final class Failing implements Supplier<Profile> {
    Failing() {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public Profile get() {
      return Profile.CALM;
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

    @Simulate(seeds = 1, topology = "1x1", profileBy = OnlyFlips.class, firstSeed = "0x1")
    void told(Simulation simulation) {
      simulation.processes(() -> context -> {});
      simulation.workloads(
          () ->
              context -> {
                context.trace("an operation of the workload");
                LOG.log(Level.INFO, "the program says {0}", 7);
                throw new AssertionError("on purpose");
              });
    }

    @Simulate(seeds = 1, topology = "1x1", profile = Simulate.CALM)
    void counting(Simulation simulation) {
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> context.trace("counted to " + COUNT.incrementAndGet()));
    }

    @Simulate(seeds = 1, topology = "1x1", profile = Simulate.CALM)
    void caching(Simulation simulation) {
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> context.trace("cached " + CACHED.getAndSet(true)));
    }

    @Simulate(seeds = 2, topology = "1x1", profile = Simulate.CALM)
    void clock(Simulation simulation) {
      SEEDS.add(simulation.seed());
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> context.trace(Instant.now().toString()));
    }

    @Simulate(
        seeds = 2,
        topology = "1x1",
        profile = Simulate.CALM,
        allowedCalls = "java.time.Instant.now")
    void allowedClock(Simulation simulation) {
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> Instant.now().getEpochSecond());
    }

    @Simulate(seeds = 1, topology = "1x1", profileBy = OnlyFlips.class)
    void byClass(Simulation simulation) {
      assertThat(simulation.profile().families()).containsExactly(FaultFamily.BIT_FLIP);
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> context.trace("here"));
    }

    @Simulate(seeds = 1, profile = Simulate.CALM, profileBy = OnlyFlips.class)
    void byNameAndClass(Simulation simulation) {
      throw new AssertionError("not called");
    }

    @Simulate(seeds = 1, profileBy = Failing.class)
    void byFailingClass(Simulation simulation) {
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

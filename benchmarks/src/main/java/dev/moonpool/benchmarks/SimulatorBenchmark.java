package dev.moonpool.benchmarks;

import dev.moonpool.examples.bank.simulation.BankScenario;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How fast one core simulates the bank: two workloads, two processes, at least a hundred transfers
/// a seed, faults on. One operation is one seed, from its preparation to its verdict.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow"})
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
public class SimulatorBenchmark {
  /// How rough the world is.
  @Param("chaos")
  public String profile = "";

  private final BankScenario bank = new BankScenario();
  private long seed;

  /// What happened in the worlds, for each second of real time.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counted {
    /// Events.
    public double steps;

    /// Seconds of virtual time.
    public double simulatedSeconds;

    /// Seeds, scaled to an hour.
    public double seedsAnHour;
  }

  /// Runs the next seed.
  ///
  /// @throws IllegalStateException if the seed fails: then there is something to look at first
  @Benchmark
  public long seed(Counted counted) {
    Simulation simulation = Simulation.of(seed++, Topology.parse("2x2"), Profile.named(profile));
    bank.prepare(simulation);
    SeedOutcome outcome = simulation.run();
    if (!outcome.passed()) {
      throw new IllegalStateException("seed " + outcome.seedText() + ": " + outcome.failure());
    }
    counted.steps += outcome.steps();
    counted.simulatedSeconds += outcome.simulated().toNanos() / 1e9;
    counted.seedsAnHour += 3_600;
    return outcome.traceHash();
  }
}

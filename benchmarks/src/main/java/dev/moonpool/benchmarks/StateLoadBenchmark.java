package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Callers;
import dev.moonpool.benchmarks.ours.MoonpoolStates;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The first call to actors that have a stored state, from a hundred virtual callers: each is
/// placed, registered, its state claimed and loaded, and then runs the call.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 1)
public class StateLoadBenchmark {
  private static final int ACTORS = 5_000;

  /// Where the states are.
  @Param({"memory", "sqlite"})
  public String store = "";

  private @Nullable MoonpoolStates states;

  /// What one invocation found, in microseconds.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Found {
    /// Half of the calls took no longer.
    public double firstCallP50Micros;

    /// Ninety-five of a hundred calls took no longer.
    public double firstCallP95Micros;

    /// Ninety-nine of a hundred calls took no longer.
    public double firstCallP99Micros;
  }

  /// Stores the states.
  @Setup
  public void start() throws InterruptedException {
    MoonpoolStates stored = new MoonpoolStates(store);
    states = stored;
    new Callers("virtual").each(ACTORS, stored::save);
  }

  /// Deactivates everyone, so that the next call loads.
  @Setup(Level.Invocation)
  public void deactivate() {
    started().deactivateAll(ACTORS);
  }

  /// Stops the node.
  @TearDown
  public void stop() {
    started().close();
  }

  /// Calls each once.
  @Benchmark
  @OperationsPerInvocation(ACTORS)
  public void load(Found found) throws InterruptedException {
    Percentiles times = new Percentiles(ACTORS);
    MoonpoolStates stored = started();
    new Callers("virtual")
        .each(
            ACTORS,
            i -> {
              long begun = System.nanoTime();
              stored.read(i);
              times.add(System.nanoTime() - begun);
            });
    found.firstCallP50Micros = times.micros(50);
    found.firstCallP95Micros = times.micros(95);
    found.firstCallP99Micros = times.micros(99);
  }

  private MoonpoolStates started() {
    return Objects.requireNonNull(states, "the node was not started");
  }
}

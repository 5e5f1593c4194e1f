package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.ours.MoonpoolReferences;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long it takes to get a reference to an actor by its name.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ReferenceBenchmark {
  private @Nullable MoonpoolReferences references;
  private int next;

  /// Starts a node.
  @Setup
  public void start() {
    references = new MoonpoolReferences();
  }

  /// Stops it.
  @TearDown
  public void stop() {
    started().close();
  }

  /// Gets one of a thousand references.
  @Benchmark
  public Object retrieve() {
    return started().retrieve(next++ & 1_023);
  }

  private MoonpoolReferences started() {
    return Objects.requireNonNull(references, "the node was not started");
  }
}

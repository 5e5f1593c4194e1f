package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Calls;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Durable saves of a small state from one platform caller, ours beside the raw JDBC statement.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class StoreBenchmark {
  /// Who saves; `jdbc` is the floor.
  @Param({"moonpool", "jdbc"})
  public String contender = "";

  private Calls saves = new NoCalls();

  /// Opens a new file.
  @Setup
  public void start() {
    saves = Contenders.saves(contender);
  }

  /// Closes and removes the file.
  @TearDown
  public void stop() {
    saves.close();
  }

  /// One save after the other.
  @Benchmark
  public long save(Caller caller) {
    return saves.call(caller.index);
  }
}

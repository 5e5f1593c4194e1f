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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/// How long single calls to actors of another node over loopback TCP take: percentiles, from
/// virtual callers.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Djmh.executor=VIRTUAL")
public class RemoteCallTimesBenchmark {
  /// Who answers.
  @Param({"moonpool", "netty", "artery-tuned"})
  public String contender = "";

  private Calls calls = new NoCalls();

  /// Starts the contender with an actor for each caller.
  @Setup
  public void start(BenchmarkParams params) {
    calls = Contenders.remoteCalls(contender, params.getThreads());
  }

  /// Stops the contender.
  @TearDown
  public void stop() {
    calls.close();
  }

  /// One call after the other.
  @Benchmark
  public long sequential(Caller caller) {
    return calls.call(caller.index);
  }

  /// Two hundred calls in flight.
  @Benchmark
  @Threads(200)
  public long inFlight200(Caller caller) {
    return calls.call(caller.index);
  }
}

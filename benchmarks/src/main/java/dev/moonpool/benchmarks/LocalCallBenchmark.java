package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Calls;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
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

/// Blocking calls to actors of the same process: one caller, and a hundred that each call their
/// own actor.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
public abstract class LocalCallBenchmark {
  /// Who answers.
  @Param({
    "moonpool",
    "moonpool-direct",
    "pekko-ask",
    "pekko-ask-tuned",
    "pekko-sharded",
    "pekko-sharded-tuned"
  })
  public String contender = "";

  private Calls calls = new NoCalls();

  /// Starts the contender with an actor for each caller.
  @Setup
  public void start(BenchmarkParams params) {
    calls = Contenders.localCalls(contender, params.getThreads());
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

  /// A hundred callers.
  @Benchmark
  @Threads(100)
  public long hundredCallers(Caller caller) {
    return calls.call(caller.index);
  }
}

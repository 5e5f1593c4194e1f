package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Callers;
import dev.moonpool.benchmarks.contender.Starts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/// Actors that start with their first call: a hundred callers each call actors that did not exist,
/// one after the other. Between invocations, and outside the clock, all of them are removed again.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 8)
public class ActivationBenchmark {
  private static final int STARTS = 20_000;

  /// Who starts actors.
  @Param({"moonpool", "moonpool-direct", "pekko-sharded", "pekko-sharded-tuned"})
  public String contender = "";

  /// The kind of thread that calls.
  @Param({"virtual", "platform"})
  public String callers = "";

  private final List<String> keys = new ArrayList<>();
  private Starts starts = new NoStarts();
  private int round;

  /// Starts the contender.
  @Setup
  public void start() {
    starts = Contenders.starts(contender);
  }

  /// Stops the contender.
  @TearDown
  public void stop() {
    starts.close();
  }

  /// Chooses names that were never used.
  @Setup(Level.Invocation)
  public void name() {
    round++;
    for (int i = 0; i < STARTS; i++) {
      keys.add("account-" + round + "-" + i);
    }
  }

  /// Removes what the invocation started.
  @TearDown(Level.Invocation)
  public void remove() {
    starts.remove(List.copyOf(keys));
    keys.clear();
  }

  /// Starts twenty thousand actors from a hundred callers.
  @Benchmark
  @OperationsPerInvocation(STARTS)
  public void activate() throws InterruptedException {
    new Callers(callers).each(STARTS, i -> starts.start(keys.get(i)));
  }
}

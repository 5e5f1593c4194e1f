package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.ours.MoonpoolSilence;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
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

/// How late timeouts are in real time: ten thousand calls that nobody answers, with timeouts from
/// 100 ms to 2 s, all under way at once.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class TimeoutBenchmark {
  private static final int CALLS = 10_000;

  private @Nullable MoonpoolSilence silence;

  /// What was found.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Found {
    /// Half of them were no later, in milliseconds.
    public double latenessP50Millis;

    /// Ninety-nine of a hundred were no later, in milliseconds.
    public double latenessP99Millis;

    /// None was later, in milliseconds.
    public double latenessMaxMillis;

    /// How many were early, or later than 10 % of what was asked and than 20 ms.
    public long outOfBounds;
  }

  /// Starts a node whose actors never answer.
  @Setup
  public void start() {
    silence = new MoonpoolSilence();
  }

  /// Stops it.
  @TearDown
  public void stop() {
    Objects.requireNonNull(silence, "the node was not started").close();
  }

  /// Makes the calls and waits until every one has timed out.
  @Benchmark
  public void expire(Found found) {
    Percentiles lateness = new Percentiles(CALLS);
    MoonpoolSilence node = Objects.requireNonNull(silence, "the node was not started");
    found.outOfBounds = node.expire(CALLS, lateness::add);
    found.latenessP50Millis = lateness.micros(50) / 1e3;
    found.latenessP99Millis = lateness.micros(99) / 1e3;
    found.latenessMaxMillis = lateness.micros(100) / 1e3;
  }
}

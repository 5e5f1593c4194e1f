package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Callers;
import dev.moonpool.benchmarks.contender.Starts;
import java.lang.management.ManagementFactory;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What an idle actor costs: a heap of 1 GiB is filled with actors that were called once, and what
/// is still used after a collection is divided by their number.
///
/// Everything that the system keeps for an actor counts, its name and its place in the directory
/// included; only the user's own object is taken off.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class IdleMemoryBenchmark {
  /// An object of two words with a long in it: what the account's class itself takes.
  private static final int USER_OBJECT_BYTES = 24;

  private static final int MOONPOOL_ACTORS = 1_000_000;
  private static final int PEKKO_ACTORS = 200_000; // a million do not fit
  private static final int WARM_UP_ACTORS = 2_000;

  /// Whose actors.
  @Param({"moonpool", "pekko-sharded"})
  public String contender = "";

  private Starts starts = new NoStarts();

  /// What was found.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Found {
    /// How many actors were alive.
    public long actors;

    /// Bytes of heap for each, beyond the user's object.
    public long bytesEach;
  }

  /// Starts the contender, and a few actors so that one-time costs are paid.
  @Setup
  public void start() throws InterruptedException {
    starts = Contenders.starts(contender);
    new Callers("virtual").each(WARM_UP_ACTORS, i -> starts.start("warm-up-" + i));
  }

  /// Stops the contender.
  @TearDown
  public void stop() {
    starts.close();
  }

  /// Fills the heap and looks.
  @Benchmark
  public void fill(Found found) throws InterruptedException {
    int actors = contender.equals(Scores.OURS) ? MOONPOOL_ACTORS : PEKKO_ACTORS;
    long before = usedBytes();
    new Callers("virtual").each(actors, i -> starts.start("account-" + i));
    found.actors = actors;
    found.bytesEach = (usedBytes() - before) / actors - USER_OBJECT_BYTES;
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

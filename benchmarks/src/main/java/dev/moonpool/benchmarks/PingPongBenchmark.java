package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.PingPong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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

/// Round trips of one-way messages between two actors, with one ball in play and with a hundred.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@Measurement(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
public class PingPongBenchmark {
  private static final int ROUND_TRIPS = 50_000;

  /// Who plays.
  @Param({"moonpool", "pekko", "pekko-tuned"})
  public String contender = "";

  /// How many balls are in play.
  @Param({"1", "100"})
  public int balls;

  private PingPong game = new NoGame();

  /// Starts the two players.
  @Setup
  public void start() {
    game = Contenders.pingPong(contender);
  }

  /// Stops the players.
  @TearDown
  public void stop() {
    game.close();
  }

  /// Plays until every round trip is done.
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void play() {
    game.play(balls, ROUND_TRIPS).join();
  }

  /// What stands in the field until the players are there.
  private static final class NoGame implements PingPong {
    @Override
    public CompletableFuture<Void> play(int balls, int roundTrips) {
      throw new IllegalStateException("the contender was not started");
    }

    @Override
    public void close() {}
  }
}

package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.FanOut;
import dev.moonpool.benchmarks.websocket.EchoProcess;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// Updates for 1,000 subscriptions, each read by a virtual thread of its own.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class WebSocketFanOutBenchmark {
  private static final int READERS = 1_000;

  /// Who reads; the others are hand-written queues over a client.
  @Param({"moonpool", "okhttp-map", "jdk-map"})
  public String contender = "";

  /// How many topics the readers have subscribed to: each its own, or all the same.
  @Param({"1", "1000"})
  public int topics;

  private @Nullable EchoProcess server;
  private @Nullable FanOut fanOut;

  /// Starts the server, connects and subscribes.
  @Setup
  public void start() {
    EchoProcess started = new EchoProcess();
    server = started;
    fanOut = WebSocketContenders.fanOut(contender, started.url("/feed"), READERS, topics);
  }

  /// Ends both.
  @TearDown
  public void stop() {
    if (fanOut != null) {
      fanOut.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /// One update for each reader.
  @Benchmark
  @OperationsPerInvocation(READERS)
  public void burst() {
    FanOut subscribed = fanOut;
    if (subscribed == null) {
      throw new IllegalStateException("the contender was not started");
    }
    subscribed.burst(topics);
  }
}

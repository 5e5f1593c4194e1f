package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Calls;
import dev.moonpool.benchmarks.websocket.EchoProcess;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// Blocking requests from virtual threads over one connection, each answered in JSON, out of order:
/// one caller, 64 and 1,024.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 6, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Djmh.executor=VIRTUAL")
public class WebSocketRequestBenchmark {
  /// Who asks; the others are a hand-written map over a client.
  @Param({"moonpool", "okhttp-map", "jdk-map"})
  public String contender = "";

  private @Nullable EchoProcess server;
  private Calls calls = new NoCalls();

  /// Starts the server and connects.
  @Setup
  public void start() {
    EchoProcess started = new EchoProcess();
    server = started;
    calls = WebSocketContenders.requests(contender, started.url("/reversed"));
  }

  /// Ends both.
  @TearDown
  public void stop() {
    calls.close();
    if (server != null) {
      server.close();
    }
  }

  /// One caller.
  @Benchmark
  public long sequential(Caller caller) {
    return calls.call(caller.index);
  }

  /// 64 callers.
  @Benchmark
  @Threads(64)
  public long inFlight64(Caller caller) {
    return calls.call(caller.index);
  }

  /// 1,024 callers.
  @Benchmark
  @Threads(1_024)
  public long inFlight1024(Caller caller) {
    return calls.call(caller.index);
  }
}

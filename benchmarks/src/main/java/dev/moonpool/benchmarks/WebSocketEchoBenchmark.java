package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Echo;
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

/// Messages that a server in another process sends back, over one connection: one at a time, and 64
/// in flight.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class WebSocketEchoBenchmark {
  private static final int ONE_BY_ONE = 256;
  private static final int IN_FLIGHT = 64;
  private static final int MANY = 2_048;

  /// Who sends; `netty` is the floor.
  @Param({"moonpool", "moonpool-stream", "netty", "okhttp", "jdk", "jetty", "java-websocket"})
  public String contender = "";

  /// How many bytes a message has.
  @Param({"64", "1024", "65536"})
  public int size;

  private String text = "";
  private @Nullable EchoProcess server;
  private @Nullable Echo echo;

  /// Starts the server and connects.
  @Setup
  public void start() {
    EchoProcess started = new EchoProcess();
    server = started;
    text = "0123456789abcdef".repeat(size / 16);
    echo = WebSocketContenders.echo(contender, started.url("/echo"));
  }

  /// Ends both.
  @TearDown
  public void stop() {
    if (echo != null) {
      echo.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /// One message after the other.
  @Benchmark
  @OperationsPerInvocation(ONE_BY_ONE)
  public void sequential() {
    round(ONE_BY_ONE, 1);
  }

  /// 64 in flight.
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void inFlight64() {
    round(MANY, IN_FLIGHT);
  }

  private void round(int messages, int inFlight) {
    Echo connected = echo;
    if (connected == null) {
      throw new IllegalStateException("the contender was not started");
    }
    connected.round(text, messages, inFlight);
  }
}

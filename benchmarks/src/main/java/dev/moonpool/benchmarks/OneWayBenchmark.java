package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.OneWay;
import dev.moonpool.benchmarks.contender.Receipts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
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

/// One-way messages from one sender, counted as processed: a batch has ended when its last message
/// has run.
///
/// The sender runs at most 512 messages ahead of each receiver, and of a thousand serves each in
/// its
/// turn; so queues are bounded, and equally for everyone.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
public abstract class OneWayBenchmark {
  private static final int BATCH = 128_000;
  private static final int WINDOW_SIZE = 512;

  /// Who receives.
  @Param({"moonpool", "pekko", "pekko-throughput", "pekko-tuned"})
  public String contender = "";

  /// How many actors the messages go to.
  @Param({"1", "1000"})
  public int receivers;

  private final List<Receipts> receipts = new ArrayList<>();
  private OneWay messages = new NoMessages();

  /// Starts the contender and its receivers.
  @Setup
  public void start() {
    for (int i = 0; i < receivers; i++) {
      receipts.add(new Receipts(WINDOW_SIZE));
    }
    messages = Contenders.oneWay(contender, List.copyOf(receipts));
  }

  /// Stops the contender.
  @TearDown
  public void stop() {
    messages.close();
  }

  /// Sends a batch, each receiver in its turn, and waits until all of it was processed.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void send() {
    int count = receipts.size();
    for (int sent = 0, target = 0; sent < BATCH; sent++) {
      receipts.get(target).sent();
      messages.send(target);
      target = target + 1 == count ? 0 : target + 1;
    }
    for (Receipts each : receipts) {
      each.awaitAll();
    }
  }

  /// What stands in the field until the contender is started.
  private static final class NoMessages implements OneWay {
    @Override
    public void send(int target) {
      throw new IllegalStateException("the contender was not started");
    }

    @Override
    public void close() {}
  }
}

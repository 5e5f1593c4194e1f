package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.ActorRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// A node whose actors take requests and do not answer.
public final class MoonpoolSilence implements AutoCloseable {
  private static final int ACTORS = 100;
  private static final long TIMEOUT_MILLIS_MIN = 100;
  private static final long TIMEOUT_MILLIS_MAX = 2_000;
  private static final long TOLERANCE_NANOS_MIN = 20_000_000;

  private interface Silent {
    record Ask(long unused) implements Request<Silent, Nothing> {}

    ActorType<Silent> TYPE =
        ActorType.named("silent", Silent.class).request("ask", Ask.class, Nothing.class);
  }

  private final CountDownLatch end = new CountDownLatch(1);
  private final ActorRuntime runtime;
  private int rounds;

  /// Starts the node.
  public MoonpoolSilence() {
    Definition<Silent, Mute> definition =
        Silent.TYPE.create(context -> new Mute(context, end)).on(Silent.Ask.class, Mute::ask);
    runtime = Nodes.start(ActorRuntime.builder("bench").host(definition));
  }

  /// Makes `calls` calls with timeouts spread from 100 ms to 2 s and waits until all have ended.
  ///
  /// @param lateness is told by how many nanoseconds each ended after its timeout
  /// @return how many ended early, or later than 10 % of the timeout and than 20 ms
  public long expire(int calls, LongConsumer lateness) {
    rounds++;
    AtomicLong outOfBounds = new AtomicLong();
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      // A stride without a common factor spreads the timeouts evenly, in no order.
      long spread = i * 7_919L % (TIMEOUT_MILLIS_MAX - TIMEOUT_MILLIS_MIN);
      Duration timeout = Duration.ofMillis(TIMEOUT_MILLIS_MIN + spread);
      ActorRef<Silent> actor = runtime.actor(Silent.TYPE, "mute-" + rounds + "-" + i % ACTORS);
      long due = System.nanoTime() + timeout.toNanos();
      ends.add(
          actor
              .callAsync(new Silent.Ask(0), timeout)
              .handle(
                  (answer, failure) -> {
                    long late = System.nanoTime() - due;
                    lateness.accept(late);
                    if (late < 0 || late > Math.max(timeout.toNanos() / 10, TOLERANCE_NANOS_MIN)) {
                      outOfBounds.incrementAndGet();
                    }
                    return Nothing.NOTHING;
                  }));
    }
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
    return outOfBounds.get();
  }

  @Override
  public void close() {
    end.countDown();
    runtime.close();
  }

  private static final class Mute {
    private final CountDownLatch end;

    Mute(ActorContext context, CountDownLatch end) {
      this.end = end;
    }

    Nothing ask(Silent.Ask ask) throws InterruptedException {
      end.await();
      return Nothing.NOTHING;
    }
  }
}

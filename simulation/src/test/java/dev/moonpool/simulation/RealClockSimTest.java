package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.Failure.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Waits of the JDK's with a time limit: by the real clock, so each fails the seed.
@Tag("field-O2")
class RealClockSimTest {
  static Stream<Arguments> waits() {
    Object monitor = new Object();
    ReentrantLock lock = new ReentrantLock();
    return Stream.of(
        wait("TimeUnit.sleep", context -> TimeUnit.MILLISECONDS.sleep(10)),
        wait(
            "LinkedBlockingQueue.poll",
            context -> new LinkedBlockingQueue<String>().poll(1, TimeUnit.SECONDS)),
        wait("CountDownLatch.await", context -> new CountDownLatch(1).await(1, TimeUnit.SECONDS)),
        wait(
            "CompletableFuture.get",
            context -> new CompletableFuture<String>().get(1, TimeUnit.SECONDS)),
        wait("LockSupport.parkNanos", context -> LockSupport.parkNanos(1_000_000)),
        wait("Object.wait", context -> waitOn(monitor)),
        wait(
            "ReentrantLock.tryLock",
            context -> {
              context.providers().tasks().start("holder", lock::lock).join();
              lock.tryLock(1, TimeUnit.SECONDS);
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waits")
  void timedWait_ofTheJdk_failsWithTheCallAndThePlace(String call, Workload workload) {
    Failure failure = Worlds.failed(Worlds.calm(1, workload), Kind.NONDETERMINISM);

    assertThat(failure.name()).startsWith(call + " in RealClockSimTest.");
    assertThat(failure.message())
        .contains("client-0/run waits by the real clock", "RealClockSimTest.java:", "sleep(…)");
    assertThat(failure.details()).contains("RealClockSimTest");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waits")
  void timedWait_inATaskOfAShared_isFoundThereToo(String call, Workload workload) {
    Simulation simulation =
        Worlds.world(
            1,
            Profile.CALM,
            context ->
                context.providers().tasks().start("deep", () -> run(workload, context)).join());

    Failure failure = Worlds.failed(simulation.run(), Kind.NONDETERMINISM);
    assertThat(failure.name()).startsWith(call);
    assertThat(failure.message()).contains("client-0/deep");
  }

  private static Arguments wait(String call, Workload workload) {
    return Arguments.of(call, workload);
  }

  private static void waitOn(Object monitor) throws InterruptedException {
    synchronized (monitor) {
      monitor.wait(1_000);
    }
  }

  private static void run(Workload workload, WorkloadContext context) {
    try {
      workload.run(context);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

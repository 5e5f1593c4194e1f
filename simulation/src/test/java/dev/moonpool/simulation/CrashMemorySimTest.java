package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tasks that die with their process must be collectable. Its `main` runs as many seeds as it is
/// told; with 10,000 in a heap of 256 MB they pass only if nothing is kept.
@Tag("S4")
class CrashMemorySimTest {
  private static final int TASKS = 50;
  private static final int TASK_BYTES = 64 * 1024;

  public static void main(String[] arguments) {
    int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    long crashes = crash(seeds);
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "%d seeds, %d crashes, heap %d of %d MB%n",
        seeds,
        crashes,
        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
        runtime.maxMemory() >> 20);
  }

  @Test
  void crash_manySeeds_abandonedTasksAreCollected() {
    // 300 seeds abandon well over a gigabyte on the stacks of their tasks.
    assertThat(crash(300)).isGreaterThan(300);
  }

  private static long crash(int seeds) {
    long crashes = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Simulation simulation =
          Simulation.of(seed, Topology.parse("1x2"), Worlds.only(FaultFamily.CRASH));
      simulation.processes(() -> CrashMemorySimTest::startTasks);
      simulation.workloads(
          () ->
              context -> {
                EchoClient client =
                    new EchoClient(context.providers(), context.addresses().getFirst());
                client.echoAtLast(new byte[1_000]);
                context.providers().time().sleep(Duration.ofSeconds(5));
                client.echoAtLast(new byte[1_000]);
                client.close();
              });
      SeedOutcome outcome = simulation.run();
      Failure left = Worlds.failed(outcome, Failure.Kind.LIVENESS);
      assertThat(left.name()).isEqualTo("task left");
      crashes += outcome.faults().getOrDefault(FaultFamily.CRASH, 0L);
    }
    return crashes;
  }

  private static void startTasks(ProcessContext context) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < TASKS; i++) {
      context.providers().tasks().start("waiter", () -> hold(new byte[TASK_BYTES], never));
    }
    new EchoProcess().start(context);
  }

  private static void hold(byte[] memory, CountDownLatch never) {
    try {
      never.await();
      memory[0] = 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

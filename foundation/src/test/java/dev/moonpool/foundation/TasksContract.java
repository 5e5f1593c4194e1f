package dev.moonpool.foundation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// What [Tasks] promises, as tests.
public abstract class TasksContract extends ProvidersContract {
  /// For subclasses.
  protected TasksContract() {}

  @Test
  void start_body_runsItOnANamedVirtualThread() throws Exception {
    run(
        providers -> {
          CompletableFuture<Thread> ran = new CompletableFuture<>();
          Task task = providers.tasks().start("worker", () -> ran.complete(Thread.currentThread()));
          Thread thread = await(providers, ran, "the task");
          assertThat(thread.isVirtual()).isTrue();
          assertThat(task.name()).contains("worker");
        });
  }

  @Test
  void join_runningTask_waitsForItsEnd() throws Exception {
    run(
        providers -> {
          AtomicInteger steps = new AtomicInteger();
          BlockingQueue<Integer> gate = new ArrayBlockingQueue<>(1);
          Task task =
              providers
                  .tasks()
                  .start(
                      "waits",
                      () -> {
                        takeQuietly(gate);
                        steps.incrementAndGet();
                      });
          assertThat(task.isDone()).isFalse();
          gate.put(1);
          task.join();
          assertThat(steps).hasValue(1);
          assertThat(task.isDone()).isTrue();
        });
  }

  @Test
  void interrupt_parkedTask_wakesIt() throws Exception {
    run(
        providers -> {
          CompletableFuture<Boolean> seen = new CompletableFuture<>();
          Task task =
              providers
                  .tasks()
                  .start(
                      "parks",
                      () -> {
                        while (!Thread.currentThread().isInterrupted()) {
                          LockSupport.park();
                        }
                        seen.complete(true);
                      });
          task.interrupt();
          assertThat(await(providers, seen, "the interrupt")).isTrue();
        });
  }

  @Test
  void executor_manyCommands_runsEachOnce() throws Exception {
    run(
        providers -> {
          Executor executor = providers.tasks().executor("turn");
          AtomicInteger sum = new AtomicInteger();
          List<CompletableFuture<Integer>> done = new ArrayList<>();
          for (int i = 1; i <= 100; i++) {
            int number = i;
            CompletableFuture<Integer> ended = new CompletableFuture<>();
            done.add(ended);
            executor.execute(() -> ended.complete(sum.addAndGet(number)));
          }
          for (CompletableFuture<Integer> ended : done) {
            await(providers, ended, "a command");
          }
          assertThat(sum).hasValue(5050);
        });
  }

  @Test
  void tasks_underOneLock_loseNoUpdate() throws Exception {
    run(
        providers -> {
          ReentrantLock lock = new ReentrantLock();
          int[] count = {0};
          List<Task> tasks = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            tasks.add(providers.tasks().start("counts-" + i, () -> countUnder(lock, count)));
          }
          for (Task task : tasks) {
            task.join();
          }
          assertThat(count[0]).isEqualTo(20 * 50);
        });
  }

  private static void countUnder(ReentrantLock lock, int[] count) {
    for (int n = 0; n < 50; n++) {
      lock.lock();
      try {
        int seen = count[0];
        Thread.yield();
        count[0] = seen + 1;
      } finally {
        lock.unlock();
      }
    }
  }

  private static void takeQuietly(BlockingQueue<Integer> gate) {
    try {
      gate.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Tasks;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S1")
class BlockingCodeSimTest {
  @Test
  void lock_contended_seedDecidesTheOrder() {
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      List<Integer> order = lockOrder(seed);
      assertThat(lockOrder(seed)).isEqualTo(order);
      orders.add(order);
    }

    assertThat(orders).as("orders of four tasks on one lock").hasSizeGreaterThan(10);
  }

  @Test
  void queue_producerAndConsumer_everyElementArrivesInOrder() {
    List<Integer> taken = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            1,
            context -> {
              BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(2);
              Tasks tasks = context.providers().tasks();
              tasks.start("producer", () -> uninterrupted(() -> produce(queue)));
              for (int i = 0; i < 100; i++) {
                taken.add(queue.take());
              }
            }));

    assertThat(taken).hasSize(100).isSorted();
  }

  @Test
  void future_completedByAnotherTask_waiterGoesOn() {
    List<String> got = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            1,
            context -> {
              CompletableFuture<String> future = new CompletableFuture<>();
              context.providers().tasks().start("completer", () -> future.complete("done"));
              got.add(future.get());
            }));

    assertThat(got).containsExactly("done");
  }

  @Test
  void condition_signalled_waiterGoesOn() {
    List<String> seen = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            1,
            context -> {
              ReentrantLock lock = new ReentrantLock();
              Condition ready = lock.newCondition();
              boolean[] flag = new boolean[1];
              context.providers().tasks().start("signaller", () -> signal(lock, ready, flag));
              lock.lock();
              try {
                while (!flag[0]) {
                  ready.await();
                }
                seen.add("signalled");
              } finally {
                lock.unlock();
              }
            }));

    assertThat(seen).containsExactly("signalled");
  }

  @Test
  void sleep_oneDay_passesInVirtualTimeOnly() {
    List<Duration> slept = new ArrayList<>();
    SeedOutcome outcome =
        Worlds.world(
                1,
                Profile.CALM.withLivenessBound(Duration.ofDays(2)),
                context -> {
                  Time time = context.providers().time();
                  long before = time.nanoTime();
                  Instant wall = time.now();
                  time.sleep(Duration.ofDays(1));
                  slept.add(Duration.ofNanos(time.nanoTime() - before));
                  slept.add(Duration.between(wall, time.now()));
                })
            .run();

    Worlds.passed(outcome);
    assertThat(slept).allMatch(length -> length.compareTo(Duration.ofDays(1)) >= 0);
    assertThat(slept).allMatch(length -> length.toHours() == 24);
    assertThat(outcome.steps()).isLessThan(100);
  }

  @Test
  void sleep_interrupted_throwsAtOnce() {
    List<String> seen = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            1,
            context -> {
              Time time = context.providers().time();
              Task sleeper = context.providers().tasks().start("sleeper", () -> sleep(time, seen));
              time.sleep(Duration.ofSeconds(1));
              sleeper.interrupt();
              sleeper.join();
              seen.add("joined " + sleeper.isDone());
            }));

    assertThat(seen).containsExactly("interrupted", "joined true");
  }

  @Test
  void schedule_cancelledAndNot_onlyTheOtherFires() {
    List<String> fired = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            1,
            context -> {
              Time time = context.providers().time();
              Time.Timer cancelled =
                  time.schedule(Duration.ofMillis(5), () -> fired.add("cancelled"));
              time.schedule(Duration.ofMillis(10), () -> fired.add("kept"));
              cancelled.cancel();
              cancelled.cancel();
              time.sleep(Duration.ofSeconds(1));
            }));

    assertThat(fired).containsExactly("kept");
  }

  @Test
  void await_futureThatNeverCompletes_timesOutInVirtualTime() {
    List<String> seen = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            1,
            context -> {
              try {
                context
                    .providers()
                    .time()
                    .await(new CompletableFuture<>(), Duration.ofMinutes(1), "a reply");
              } catch (TimeoutException e) {
                seen.add(e.getMessage());
              }
            }));

    assertThat(seen).singleElement().asString().contains("a reply");
  }

  @Test
  void executor_manyCommands_eachRunsOnItsOwnTask() {
    List<String> names = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            1,
            context -> {
              CountDownLatch done = new CountDownLatch(10);
              var turns = context.providers().tasks().executor("turn");
              for (int i = 0; i < 10; i++) {
                turns.execute(
                    () -> {
                      names.add(Thread.currentThread().getName());
                      done.countDown();
                    });
              }
              done.await();
            }));

    assertThat(names).hasSize(10).containsOnly("turn");
  }

  private static List<Integer> lockOrder(long seed) {
    List<Integer> order = new ArrayList<>();
    Worlds.passed(
        Worlds.calm(
            seed,
            context -> {
              ReentrantLock lock = new ReentrantLock();
              List<Task> tasks = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                int number = i;
                tasks.add(
                    context.providers().tasks().start("task", () -> enter(lock, order, number)));
              }
              for (Task task : tasks) {
                task.join();
              }
            }));
    return order;
  }

  private static void enter(ReentrantLock lock, List<Integer> order, int number) {
    for (int i = 0; i < 2; i++) {
      lock.lock();
      try {
        order.add(number);
        Thread.yield();
      } finally {
        lock.unlock();
      }
    }
  }

  private static void produce(BlockingQueue<Integer> queue) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      queue.put(i);
    }
  }

  private static void signal(ReentrantLock lock, Condition ready, boolean[] flag) {
    lock.lock();
    try {
      flag[0] = true;
      ready.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void sleep(Time time, List<String> seen) {
    try {
      time.sleep(Duration.ofDays(1));
      seen.add("slept");
    } catch (InterruptedException e) {
      seen.add("interrupted");
    }
  }

  private static void uninterrupted(Interruptible body) {
    try {
      body.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts", e);
    }
  }

  private interface Interruptible {
    void run() throws InterruptedException;
  }
}

package dev.moonpool.actors.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.system.SystemProviders;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The threads on which turns run: nothing waits for another, nothing is lost, nothing stays.
final class TurnRunnersTest {
  private static final long WAIT_SECONDS = 30;

  private final SystemProviders world = SystemProviders.start(1);
  private final Queue<Thread> started = new ConcurrentLinkedQueue<>();
  private final Executor threads = command -> started.add(Thread.ofVirtual().start(command));
  private final TurnRunners runners = new TurnRunners(threads, world.providers().time(), 2);

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  void execute_fromManyThreads_runsEachOnce() throws Exception {
    int producers = 8;
    int each = 20_000;
    CountDownLatch done = new CountDownLatch(producers * each);
    AtomicInteger[] runs = new AtomicInteger[producers * each];
    List<Thread> senders = new ArrayList<>();
    for (int producer = 0; producer < producers; producer++) {
      int first = producer * each;
      senders.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = first; i < first + each; i++) {
                      AtomicInteger count = new AtomicInteger();
                      runs[i] = count;
                      runners.execute(
                          () -> {
                            count.incrementAndGet();
                            done.countDown();
                          });
                    }
                  }));
    }
    for (Thread sender : senders) {
      sender.join();
    }

    await(done, "all commands to run");
    assertThat(runs).allSatisfy(count -> assertThat(count).hasValue(1));
    assertThat(started).as("threads for 160,000 commands").hasSizeLessThan(5_000);
  }

  @Test
  void execute_noThreadCanBeStarted_theNextOneRunsBoth() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    Executor failing =
        command -> {
          if (full.get()) {
            throw new OutOfMemoryError("told to fail");
          }
          threads.execute(command);
        };
    TurnRunners node = new TurnRunners(failing, world.providers().time(), 2);
    CountDownLatch ran = new CountDownLatch(2);
    assertThatThrownBy(() -> node.execute(ran::countDown)).isInstanceOf(OutOfMemoryError.class);

    full.set(false);
    node.execute(ran::countDown);
    await(ran, "both commands to run");
  }

  @Test
  void execute_whileThousandsBlock_runsTheNext() throws Exception {
    int blocked = 2_000;
    CountDownLatch entered = new CountDownLatch(blocked);
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < blocked; i++) {
      runners.execute(
          () -> {
            entered.countDown();
            awaitQuietly(release);
          });
    }
    await(entered, "every blocking command to begin");

    CountDownLatch ran = new CountDownLatch(1);
    runners.execute(ran::countDown);
    await(ran, "a command beside blocked ones to run");
    release.countDown();
    runners.close();
    joinAll();
  }

  @Test
  void execute_afterACommandLeftAnInterrupt_seesNone() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    for (int i = 0; i < 100; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      runners.execute(
          () -> {
            if (Thread.currentThread().isInterrupted()) {
              interrupted.set(true);
            }
            Thread.currentThread().interrupt();
            ran.countDown();
          });
      await(ran, "command " + i);
    }

    assertThat(interrupted).isFalse();
  }

  @Test
  void close_whenIdleAndWhenBusy_leavesNoThread() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch idle = new CountDownLatch(50);
    runners.execute(
        () -> {
          entered.countDown();
          awaitQuietly(release);
        });
    await(entered, "the blocking command to begin");
    for (int i = 0; i < 50; i++) {
      runners.execute(idle::countDown);
    }
    await(idle, "the short commands");

    runners.close();
    release.countDown();
    joinAll();
  }

  @Test
  void execute_afterClose_stillRunsAndLeavesNoThread() throws Exception {
    runners.close();
    CountDownLatch ran = new CountDownLatch(1);

    runners.execute(ran::countDown);

    await(ran, "a command after the close");
    joinAll();
  }

  private void joinAll() throws InterruptedException {
    for (Thread thread : started) {
      assertThat(thread.join(java.time.Duration.ofSeconds(WAIT_SECONDS)))
          .as("runner %s has ended within %d s", thread, WAIT_SECONDS)
          .isTrue();
    }
  }

  private static void await(CountDownLatch latch, String what) throws InterruptedException {
    assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS))
        .as("%s within %d s; %d to go", what, WAIT_SECONDS, latch.getCount())
        .isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

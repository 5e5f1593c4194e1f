package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.Failure.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Worlds whose driver does not come back from a step, and threads that do not belong to them.
@Tag("field-O13")
class StuckSimTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Test
  void run_handlerLoopsWithoutEnd_failsWithTheStackOfTheLoop() {
    Failure failure = Worlds.failed(stuck(context -> spin(() -> true)), Kind.LIVENESS);

    assertThat(failure.name()).isEqualTo("no end of a step in StuckSimTest.spin");
    assertThat(failure.message()).contains("no step for 1 seconds of real time");
    assertThat(failure.details()).contains("what runs", "StuckSimTest.spin", "client-0/run");
  }

  @Test
  void run_timerLoopsWithoutEnd_failsWithTheStackOfTheLoop() {
    SeedOutcome outcome =
        stuck(
            context -> {
              context.providers().time().schedule(Duration.ofMillis(1), () -> spin(() -> true));
              context.providers().time().sleep(Duration.ofSeconds(1));
            });

    assertThat(Worlds.failed(outcome, Kind.LIVENESS).details())
        .contains("StuckSimTest.spin", "SimTime.fire");
  }

  @Test
  void run_loopThatEndsLater_leavesTheNextWorldAlone() {
    CountDownLatch next = new CountDownLatch(1);
    CompletableFuture<Boolean> went = new CompletableFuture<>();
    SeedOutcome outcome =
        stuck(
            context -> {
              try {
                spin(() -> next.getCount() > 0);
                context.providers().time().nanoTime();
                went.complete(true);
              } catch (IllegalStateException abandoned) {
                went.complete(false);
                throw abandoned;
              }
            });
    Worlds.failed(outcome, Kind.LIVENESS);
    SeedOutcome second =
        Worlds.calm(
            2,
            context -> {
              next.countDown();
              while (!went.isDone()) {
                Thread.onSpinWait();
              }
            });

    Worlds.passed(second);
    assertThat(went.join()).as("the abandoned task may touch its world").isFalse();
  }

  @Test
  void run_callerInterrupted_failsTheSeedAtOnce() {
    Thread.currentThread().interrupt();
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              while (!context.address().getHostString().isEmpty()) {
                Thread.yield();
              }
            });

    assertThat(Thread.interrupted()).as("the caller stays interrupted").isTrue();
    assertThat(Worlds.failed(outcome, Kind.LIVENESS).message()).contains("was interrupted");
  }

  @Test
  void foreignThread_wakesATask_showsTheStackOfThatTaskToo() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              CompletableFuture<String> future = new CompletableFuture<>();
              Thread waiter = Thread.currentThread();
              Thread.ofPlatform().name("elsewhere").start(() -> completeOnce(waiter, future));
              waitForAnswer(future);
            });

    Failure failure = Worlds.failed(outcome, Kind.NONDETERMINISM);
    assertThat(failure.name()).isEqualTo("foreign thread in StuckSimTest.waitForAnswer");
    assertThat(failure.details())
        .startsWith("at ")
        .contains("it woke task run", "StuckSimTest.waitForAnswer", "the foreign thread:")
        .contains("StuckSimTest.completeOnce");
  }

  private static SeedOutcome stuck(Workload workload) {
    Simulation simulation = Worlds.world(1, Profile.CALM, workload);
    simulation.patience(PATIENCE);
    return simulation.run();
  }

  private static void spin(BooleanSupplier on) {
    while (on.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static void waitForAnswer(CompletableFuture<String> future) {
    future.join();
  }

  private static void completeOnce(Thread waiter, CompletableFuture<String> future) {
    while (waiter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    future.complete("done");
  }
}

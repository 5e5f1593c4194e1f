package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.Task;
import dev.moonpool.simulation.Failure.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JudgingSimTest {
  @Test
  @Tag("S9")
  @Tag("S14")
  void always_brokenInAnEvent_failsTheSeedThere() {
    AtomicInteger balance = new AtomicInteger(100);
    Simulation simulation =
        Worlds.world(
            1,
            Profile.CALM,
            context -> {
              context.providers().time().sleep(Duration.ofSeconds(3));
              balance.set(90);
              context.providers().time().sleep(Duration.ofSeconds(3));
              balance.set(100);
            });
    simulation.always("money is conserved", world -> balance.get() == 100);
    SeedOutcome outcome = simulation.run();

    Failure failure = Worlds.failed(outcome, Kind.INVARIANT);
    assertThat(failure.name()).isEqualTo("money is conserved");
    assertThat(failure.details()).startsWith("at 3000.");
    assertThat(outcome.simulated()).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  @Tag("S9")
  void alwaysWhenMarked_notMarked_isLookedAtOnlyAtTheEnd() {
    AtomicInteger looks = new AtomicInteger();
    Simulation.Watch[] watch = new Simulation.Watch[1];
    Simulation simulation =
        Worlds.world(
            1,
            Profile.CALM,
            context -> {
              for (int i = 0; i < 10; i++) {
                context.providers().time().sleep(Duration.ofSeconds(1));
              }
              watch[0].mark();
            });
    watch[0] =
        simulation.alwaysWhenMarked(
            "looked at when marked",
            world -> {
              looks.incrementAndGet();
              return world.processes() == 1 && world.isAlive(0);
            });
    Worlds.passed(simulation.run());

    assertThat(looks).hasValue(2);
  }

  @Test
  @Tag("S9")
  void check_violatedAndCaught_failsTheSeedAllTheSame() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              try {
                Invariant.check(1 > 2, "one is more than two: really");
              } catch (InvariantViolation swallowed) {
                context.trace("swallowed");
              }
            });

    assertThat(Worlds.failed(outcome, Kind.INVARIANT).name()).isEqualTo("one is more than two");
  }

  @Test
  @Tag("S9")
  void finallyHolds_falseInTheEnd_failsTheSeed() {
    Simulation simulation = Worlds.world(1, Profile.CALM, context -> {});
    simulation.finallyHolds("all is well", world -> false);

    assertThat(Worlds.failed(simulation.run(), Kind.INVARIANT).name()).isEqualTo("all is well");
  }

  @Test
  @Tag("S9")
  void coverage_marks_areCounted() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              Coverage.reached("test.twice");
              Coverage.reached("test.twice");
              Coverage.sometimes(false, "test.never");
            });

    assertThat(Worlds.passed(outcome).marks())
        .containsEntry("test.twice", 2L)
        .containsEntry("test.never", 0L);
  }

  @Test
  @Tag("S12")
  @Tag("S14")
  void deadlock_twoTasks_reportsEveryStackAndWhatItWaitsFor() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              CountDownLatch never = new CountDownLatch(1);
              context.providers().tasks().start("helper", () -> waitFor(never));
              never.await();
            });

    Failure failure = Worlds.failed(outcome, Kind.LIVENESS);
    assertThat(failure.name()).isEqualTo("deadlock in run");
    assertThat(failure.message()).contains("client-0");
    assertThat(failure.details())
        .contains("client-0/run", "client-0/helper", "waitFor", "waits for", "CountDownLatch");
  }

  @Test
  @Tag("S12")
  void run_longerThanTheBound_isNoConvergence() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              while (!context.address().getHostString().isEmpty()) {
                context.providers().time().sleep(Duration.ofSeconds(1));
              }
            });

    Failure failure = Worlds.failed(outcome, Kind.LIVENESS);
    assertThat(failure.name()).isEqualTo("no end of run");
    assertThat(failure.details()).contains("the clock at");
  }

  @Test
  @Tag("S8")
  @Tag("S12")
  void stop_taskLeftBehind_isReported() {
    Simulation simulation = Simulation.of(1, Topology.parse("1x1"), Profile.CALM);
    simulation.processes(
        () ->
            context ->
                context
                    .providers()
                    .tasks()
                    .start("forgotten", () -> waitFor(new CountDownLatch(1))));
    simulation.workloads(() -> context -> {});

    Failure failure = Worlds.failed(simulation.run(), Kind.LIVENESS);
    assertThat(failure.name()).isEqualTo("task left");
    assertThat(failure.details()).contains("process-0/forgotten");
  }

  @Test
  @Tag("S14")
  void task_uncaughtException_isACrashNamedByItsOrigin() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              context.providers().tasks().start("careless", JudgingSimTest::throwSomething);
              context.providers().time().sleep(Duration.ofSeconds(1));
            });

    Failure failure = Worlds.failed(outcome, Kind.CRASH);
    assertThat(failure.name())
        .isEqualTo("IllegalArgumentException in JudgingSimTest.throwSomething");
    assertThat(failure.message()).contains("client-0/careless", "on purpose");
    assertThat(failure.details()).contains("throwSomething");
  }

  @Test
  @Tag("S14")
  void timer_uncaughtException_isACrash() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              context.providers().time().schedule(Duration.ZERO, JudgingSimTest::throwSomething);
              context.providers().time().sleep(Duration.ofSeconds(1));
            });

    Worlds.failed(outcome, Kind.CRASH);
  }

  @Test
  @Tag("S14")
  void workload_assertionInCheck_isAnInvariant() {
    Simulation simulation =
        Worlds.world(
            1,
            Profile.CALM,
            new Workload() {
              @Override
              public void run(WorkloadContext context) {}

              @Override
              public void check(WorkloadContext context) {
                throw new AssertionError("one transfer is missing");
              }
            });

    assertThat(Worlds.failed(simulation.run(), Kind.INVARIANT).name())
        .isEqualTo("one transfer is missing");
  }

  @Test
  @Tag("S20")
  @Tag("S14")
  void foreignThread_completesAFuture_failsTheSeedAsAKindOfItsOwn() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              Thread waiter = Thread.currentThread();
              CompletableFuture.supplyAsync(() -> onceWaiting(waiter)).get();
            });

    Failure failure = Worlds.failed(outcome, Kind.NONDETERMINISM);
    assertThat(failure.name()).startsWith("foreign thread");
    assertThat(failure.message()).contains("commonPool");
    assertThat(failure.details()).contains("SimScheduler.execute");
  }

  /// Completes only when somebody waits: a future that is complete before wakes nobody from afar.
  private static String onceWaiting(Thread waiter) {
    while (waiter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return "elsewhere";
  }

  @Test
  @Tag("S20")
  void foreignThread_readsTheClock_isRefusedAndFailsTheSeed() {
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              Thread foreign =
                  Thread.ofPlatform().start(() -> refused(context.providers().time()::nanoTime));
              while (foreign.isAlive()) {
                Thread.onSpinWait();
              }
            });

    Worlds.failed(outcome, Kind.NONDETERMINISM);
  }

  @Test
  @Tag("S20")
  void monitor_contendedAcrossAWait_failsTheSeedWithTheUsualCause() {
    Object monitor = new Object();
    SeedOutcome outcome =
        Worlds.calm(
            1,
            context -> {
              Runnable hold = () -> sleepInside(monitor, context);
              Task first = context.providers().tasks().start("first", hold);
              Task second = context.providers().tasks().start("second", hold);
              first.join();
              second.join();
            });

    Failure failure = Worlds.failed(outcome, Kind.NONDETERMINISM);
    assertThat(failure.message()).contains("VirtualThread-unblocker", "contended synchronized");
  }

  @Test
  @Tag("S14")
  void kinds_exitCodes_differ() {
    assertThat(Kind.values()).extracting(Kind::exitCode).doesNotHaveDuplicates();
    assertThat(Kind.values()).extracting(Kind::heading).doesNotHaveDuplicates();
  }

  @Test
  void run_insideAnotherWorld_isRefused() {
    SeedOutcome outcome = Worlds.calm(1, context -> Worlds.calm(2, inner -> {}));

    assertThat(Worlds.failed(outcome, Kind.CRASH).message()).contains("another world");
  }

  @Test
  void run_twice_isRefused() {
    Simulation simulation = Worlds.world(1, Profile.CALM, context -> {});
    simulation.run();

    assertThatThrownBy(simulation::run).isInstanceOf(IllegalStateException.class);
  }

  private static void refused(Runnable action) {
    assertThatThrownBy(action::run).isInstanceOf(IllegalStateException.class);
  }

  private static void sleepInside(Object monitor, WorkloadContext context) {
    synchronized (monitor) {
      try {
        context.providers().time().sleep(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void throwSomething() {
    throw new IllegalArgumentException("on purpose");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

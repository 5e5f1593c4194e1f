package dev.moonpool.examples.bank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.Outcome;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.junit.Simulate;
import dev.moonpool.simulation.store.SimStateStore;
import dev.moonpool.testkit.ActorNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every actor may rely on, seen from outside all processes.
class ProbeSimTest {
  private static final int CALLS = 1_200;

  @Tag("A15")
  @Simulate(seeds = 2, topology = "1x3", profile = Simulate.CALM)
  void calls_manyAtOnceInPeace_areAllAnsweredWithTheirOwn(Simulation simulation) {
    Probe.Journal journal = prepare(simulation);
    simulation.workloads(() -> new Calls(journal, 20, false));
  }

  @Tag("A15")
  @Tag("S10")
  @Simulate(seeds = 12, topology = "1x3", profile = Simulate.CHAOS)
  void calls_manyAtOnceInChaos_areAnsweredOnceAndRunAtMostOnce(Simulation simulation) {
    Probe.Journal journal = prepare(simulation);
    simulation.workloads(() -> new Calls(journal, 20, true));
  }

  @Tag("S10")
  @Simulate(seeds = 8, topology = "2x2", profile = Simulate.AGGRESSIVE)
  void calls_inTheWorstWeather_areAnsweredOnceAndRunAtMostOnce(Simulation simulation) {
    Probe.Journal journal = prepare(simulation);
    simulation.workloads(() -> new Calls(journal, 5, true));
  }

  @Tag("A22")
  @Simulate(seeds = 4, topology = "1x2", profile = Simulate.CALM)
  void exceptions_betweenGoodCalls_reachTheirCallerAndLeaveTheActorAlone(Simulation simulation) {
    Probe.Journal journal = prepare(simulation);
    simulation.workloads(() -> new Failing(journal));
  }

  @Test
  @Tag("A19")
  @Tag("A23")
  void hooks_nodesStoppedGracefully_runInPairsAndNeverTwoAtATime() {
    // No crash and no broken connection: then nothing may ever be active twice.
    Profile graceful =
        Profile.CHAOS.only(FaultFamily.REBOOT, FaultFamily.LATENCY, FaultFamily.FAULT_POINT);
    for (long seed = 1; seed <= 12; seed++) {
      Simulation simulation = Simulation.of(seed, new Topology(2, 3), graceful);
      Probe.Journal journal = prepare(simulation);
      simulation.workloads(() -> new Calls(journal, 8, true));
      SeedOutcome outcome = simulation.run();

      assertThat(outcome.failure()).as("seed %d", seed).isEmpty();
      assertThat(journal.activeMax()).as("seed %d", seed).isEqualTo(1);
      assertThat(journal.activatedHooks()).as("seed %d", seed).isPositive();
    }
  }

  private static Probe.Journal prepare(Simulation simulation) {
    Probe.Journal journal = new Probe.Journal();
    SimStateStore.in(simulation);
    simulation.processes(() -> ActorNode.of(Probe.definition(journal)));
    return journal;
  }

  /// Makes many calls at once to a few actors, each call with a number of its own.
  private static final class Calls implements Workload {
    private final Probe.Journal journal;
    private final int actors;
    private final boolean mayFail;

    Calls(Probe.Journal journal, int actors, boolean mayFail) {
      this.journal = journal;
      this.actors = actors;
      this.mayFail = mayFail;
    }

    @Override
    public void run(WorkloadContext context) throws Exception {
      try (ActorRuntime runtime = ActorNode.client(context)) {
        List<CompletableFuture<Probe.Ran>> answers = new ArrayList<>();
        long first = context.index() * 1_000_000L;
        for (int i = 0; i < CALLS; i++) {
          answers.add(
              runtime
                  .actor(Probe.TYPE, "p" + i % actors)
                  .callAsync(new Probe.Run(first + i), Duration.ofSeconds(20)));
        }
        for (int i = 0; i < CALLS; i++) {
          judge(first + i, answers.get(i));
        }
      }
    }

    private void judge(long number, CompletableFuture<Probe.Ran> answer)
        throws InterruptedException {
      try {
        assertThat(answer.get()).isEqualTo(new Probe.Ran(number));
        assertThat(journal.runsOf(number)).as("runs of answered %d", number).isEqualTo(1);
      } catch (ExecutionException e) {
        assertThat(mayFail).as("call %d failed: %s", number, e).isTrue();
        assertThat(e.getCause()).isInstanceOf(ActorException.class);
        Outcome outcome = ((ActorException) e.getCause()).outcome();
        int most = outcome == Outcome.MAYBE_EXECUTED ? 1 : 0;
        assertThat(journal.runsOf(number))
            .as("runs of %d, which is %s: %s", number, outcome, e.getCause())
            .isLessThanOrEqualTo(most);
      }
    }

    @Override
    public void check(WorkloadContext context) {
      long first = context.index() * 1_000_000L;
      for (int i = 0; i < CALLS; i++) {
        assertThat(journal.runsOf(first + i)).isLessThanOrEqualTo(1);
      }
    }
  }

  /// Mixes calls that fail into calls that do not.
  private record Failing(Probe.Journal journal) implements Workload {
    @Override
    public void run(WorkloadContext context) throws Exception {
      try (ActorRuntime runtime = ActorNode.client(context)) {
        var probe = runtime.actor(Probe.TYPE, "p");
        for (long i = 0; i < 100; i++) {
          if (i % 3 == 0) {
            assertThat(failure(() -> probe.call(new Probe.Fail(0))))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("asked to fail");
          } else {
            assertThat(probe.call(new Probe.Run(i)).number()).isEqualTo(i);
          }
        }
        assertThat(journal.activatedHooks()).isEqualTo(1);
        assertThat(journal.deactivatedHooks()).isZero();
      }
    }

    private static Throwable failure(Runnable call) {
      try {
        call.run();
      } catch (ActorException e) {
        return e;
      }
      throw new AssertionError("the call did not fail");
    }
  }
}

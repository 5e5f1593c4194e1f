package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S4")
class ProcessFaultSimTest {
  @Test
  @Tag("S2")
  void crash_taskInALoop_neverRunsAgainAndTheNextLifeBegins() {
    Journal journal = new Journal();
    Simulation simulation = Simulation.of(1, Topology.parse("1x1"), Profile.CALM);
    simulation.share(journal);
    simulation.processes(() -> new Ticking());
    simulation.workloads(
        () ->
            context -> {
              context.providers().time().sleep(Duration.ofSeconds(1));
              simulation.crash(0);
              context.providers().time().sleep(Duration.ofSeconds(1));
            });
    Worlds.passed(simulation.run());

    assertThat(journal.lines)
        .startsWith("up 1")
        .contains("up 2", "stop 2")
        .doesNotContain("stop 1");
    int second = journal.lines.indexOf("up 2");
    assertThat(journal.lines.subList(0, second)).contains("tick 1", "timer 1");
    assertThat(journal.lines.subList(second, journal.lines.size()))
        .contains("tick 2", "timer 2")
        .doesNotContain("tick 1", "timer 1");
  }

  @Test
  @Tag("S3")
  void crash_connectedPeer_seesAResetAndConnectsAgain() {
    List<String> seen = new ArrayList<>();
    Simulation simulation = Simulation.of(1, Topology.parse("1x1"), Profile.CALM);
    simulation.processes(EchoProcess::new);
    simulation.workloads(
        () ->
            context -> {
              EchoClient client = new EchoClient(context.providers(), context.addresses().get(0));
              client.echo(new byte[10]);
              simulation.crash(0);
              try {
                client.echo(new byte[10]);
              } catch (IOException e) {
                seen.add(e.getCause().getCause().getMessage());
              }
              client.echoAtLast(new byte[10]);
              seen.add("echo");
              client.close();
            });
    Worlds.passed(simulation.run());

    assertThat(seen).hasSize(2).last().isEqualTo("echo");
    assertThat(seen.getFirst()).contains("reset");
  }

  @Test
  void attrition_manySeeds_crashesAndRebootsWithinTheBound() {
    long crashes = 0;
    long reboots = 0;
    for (long seed = 0; seed < 20; seed++) {
      Journal journal = new Journal();
      Simulation simulation =
          Simulation.of(
              seed,
              Topology.parse("1x5"),
              Worlds.only(FaultFamily.CRASH, FaultFamily.REBOOT).withDownMax(2));
      simulation.share(journal);
      simulation.processes(() -> new Ticking());
      simulation.workloads(
          () -> context -> context.providers().time().sleep(Duration.ofSeconds(5)));
      simulation.always("at most two are down", world -> !world.chaos() || down(world) <= 2);
      SeedOutcome outcome = Worlds.passed(simulation.run());
      crashes += outcome.faults().getOrDefault(FaultFamily.CRASH, 0L);
      reboots += outcome.faults().getOrDefault(FaultFamily.REBOOT, 0L);
      long stops = journal.lines.stream().filter(line -> line.startsWith("stop")).count();
      assertThat(stops).as("stops: all in the end, and reboots").isGreaterThanOrEqualTo(5);
    }

    assertThat(crashes).isGreaterThan(10);
    assertThat(reboots).isGreaterThan(10);
  }

  @Test
  void start_failsDuringChaos_isTriedAgain() {
    List<Integer> tries = new ArrayList<>();
    Simulation simulation =
        Simulation.of(1, Topology.parse("1x1"), Worlds.only(FaultFamily.PARTIAL));
    simulation.processes(
        () ->
            context -> {
              tries.add(context.incarnation());
              if (context.incarnation() == 2) {
                throw new IOException("the store cannot be reached");
              }
            });
    simulation.workloads(
        () ->
            context -> {
              simulation.crash(0);
              context.providers().time().sleep(Duration.ofSeconds(2));
            });
    Worlds.passed(simulation.run());

    assertThat(tries).containsExactly(1, 2, 3);
  }

  @Test
  @Tag("S14")
  void start_failsInCalm_isACrash() {
    Simulation simulation = Simulation.of(1, Topology.parse("1x1"), Profile.CALM);
    simulation.processes(
        () ->
            context -> {
              throw new IOException("no configuration");
            });
    simulation.workloads(() -> context -> {});

    Failure failure = Worlds.failed(simulation.run(), Failure.Kind.CRASH);
    assertThat(failure.message()).contains("process-0/start", "no configuration");
  }

  private static int down(World world) {
    int down = 0;
    for (int i = 0; i < world.processes(); i++) {
      down += world.isAlive(i) ? 0 : 1;
    }
    return down;
  }

  /// What happened, written by all lives.
  private static final class Journal {
    private final List<String> lines = new ArrayList<>();
  }

  /// Ticks in a task and by a timer until it is stopped.
  private static final class Ticking implements Process {
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean stopping;
    private ProcessContext self;

    @Override
    public void start(ProcessContext context) {
      self = context;
      note("up");
      context.providers().tasks().start("ticking", this::tick);
      timer();
    }

    @Override
    public void stop() throws Exception {
      stopping = true;
      ended.await();
      note("stop");
    }

    private void tick() {
      try {
        while (!stopping) {
          self.providers().time().sleep(Duration.ofMillis(100));
          note("tick");
        }
        ended.countDown();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void timer() {
      self.providers()
          .time()
          .schedule(
              Duration.ofMillis(130),
              () -> {
                note("timer");
                timer();
              });
    }

    private void note(String what) {
      self.shared(Journal.class).lines.add(what + " " + self.incarnation());
    }
  }
}

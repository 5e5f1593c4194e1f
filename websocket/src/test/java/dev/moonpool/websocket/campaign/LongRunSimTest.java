package dev.moonpool.websocket.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One connection through a day of faults.
@Timeout(300)
class LongRunSimTest {
  private static final Duration DAY = Duration.ofHours(24);

  @Test
  @Tag("W22")
  @Tag("W12")
  @Tag("W16")
  void connection_throughADayOfChaos_leaksNothing() {
    Profile chaos =
        Profile.CHAOS
            .only(
                FaultFamily.LATENCY,
                FaultFamily.CLOG,
                FaultFamily.PARTITION,
                FaultFamily.CLOSE,
                FaultFamily.CONNECT,
                FaultFamily.PARTIAL,
                FaultFamily.FAULT_POINT,
                FaultFamily.CRASH)
            .withChaos(DAY)
            .withLivenessBound(Duration.ofHours(1));
    Simulation simulation = Simulation.of(24, Topology.parse("1x2"), chaos);
    new WebSocketScenario().prepare(simulation);
    simulation.workloads(Day::new);
    SeedOutcome outcome = simulation.run();

    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.simulated()).isGreaterThanOrEqualTo(DAY);
    System.out.printf(
        Locale.ROOT,
        "a day of chaos: %,d steps in %d s, %s%n",
        outcome.steps(),
        outcome.wall().toSeconds(),
        outcome.faults());
  }

  private static final class Day implements Workload {
    private Guest guest;

    @Override
    public void run(WorkloadContext context) throws Exception {
      Randomness random = context.randomness().split("day");
      guest = new Guest(context, "c0-0", Draws.config(random.split("config"), false));
      long end = guest.providers.time().nanoTime() + DAY.toNanos();
      while (guest.providers.time().nanoTime() < end) {
        for (int i = 0; i < 20; i++) {
          Traffic.step(guest, random);
        }
        guest.asking.allEnd();
        guest.closeMostReaders();
        guest.journal.forgetAsks();
        int sockets = guest.wire.sockets();
        int timers = guest.wire.timers();
        assertThat(sockets).isLessThanOrEqualTo(1);
        assertThat(timers).as("timers that are set").isLessThanOrEqualTo(8);
        guest.providers.time().sleep(Draws.millis(random, 1_000, 240_000));
      }
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      guest.settles(context.shared(Servers.class));
      guest.closes();
    }
  }
}

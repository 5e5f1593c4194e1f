package auction;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.junit.Simulate;
import dev.moonpool.simulation.store.SimStateStore;
import dev.moonpool.testkit.ActorNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lots on three nodes that crash, bidders that race for one of them.
class LotSimTest {
  @Simulate(seeds = 50, topology = "3x3", profile = Simulate.CHAOS)
  void price_manyBidders_neverFalls(Simulation simulation) {
    SimStateStore store = SimStateStore.in(simulation);
    Prices prices = new Prices();
    store.onChange((key, state) -> state.bytes().ifPresent(bytes -> prices.saw(key, bytes)));
    simulation.processes(() -> ActorNode.of(LotActor.DEFINITION));
    simulation.workloads(Bidding::new);
    simulation.always("the price never falls", _ -> prices.neverFell());
  }

  /// What the store was given, in order.
  private static final class Prices {
    private static final Pattern CENTS = Pattern.compile("\"cents\":(\\d+)");
    private long last;
    private boolean fell;

    void saw(StateKey key, byte[] state) {
      Matcher cents = CENTS.matcher(new String(state, StandardCharsets.UTF_8));
      if (cents.find()) {
        long now = Long.parseLong(cents.group(1));
        fell |= now < last;
        last = now;
      }
    }

    boolean neverFell() {
      return !fell;
    }
  }

  /// A bidder that raises the lot a few times.
  private static final class Bidding implements Workload {
    private static final int RAISES = 15;

    @Override
    public void run(WorkloadContext context) throws Exception {
      try (ActorRuntime runtime = ActorNode.client(context)) {
        Bidder bidder = new Bidder(context.name(), runtime.actor(Lot.TYPE, "vase"));
        for (int i = 0; i < RAISES; i++) {
          bidder.raise(1 + context.randomness().nextInt(10));
          context.providers().time().sleep(Duration.ofMillis(context.randomness().nextInt(50)));
        }
      }
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      try (ActorRuntime runtime = ActorNode.client(context)) {
        ActorRef<Lot> vase = runtime.actor(Lot.TYPE, "vase");
        assertTrue(vase.call(new Lot.Look(), Duration.ofMinutes(1)).cents() >= 0);
      }
    }
  }
}

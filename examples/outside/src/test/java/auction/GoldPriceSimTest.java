package auction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.junit.Simulate;
import dev.moonpool.testkit.ServedSocket;
import dev.moonpool.testkit.SimWebSocketServer;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The client of the feed against a server that drops it.
class GoldPriceSimTest {
  private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|\\d+)");

  @Simulate(seeds = 20, topology = "1x1", profile = Simulate.CALM)
  void next_afterALostConnection_comesAgain(Simulation simulation) {
    SimWebSocketServer server = SimWebSocketServer.in(simulation, GoldPriceSimTest::answer);
    simulation.workloads(() -> context -> follow(server, context));
  }

  private static void follow(SimWebSocketServer server, WorkloadContext context) throws Exception {
    try (GoldPrice gold = new GoldPrice(context.providers(), SimWebSocketServer.url(context))) {
      assertEquals(4_100, gold.ask());
      assertEquals(4_200, publishUntilSeen(server, context, gold, 4_200));
      server.dropAll();
      assertEquals(4_300, publishUntilSeen(server, context, gold, 4_300));
      assertEquals(2, server.accepted());
    }
  }

  private static long publishUntilSeen(
      SimWebSocketServer server, WorkloadContext context, GoldPrice gold, long cents)
      throws InterruptedException {
    for (int attempt = 0; attempt < 100; attempt++) {
      server.publish("gold", "{\"topic\":\"gold\",\"cents\":%d}".formatted(cents));
      Optional<Long> seen = gold.next(Duration.ofMillis(100));
      if (seen.filter(price -> price == cents).isPresent()) {
        return cents;
      }
    }
    return -1;
  }

  /// The server's side: answers what is asked, and takes subscriptions.
  private static void answer(ServedSocket socket, String text) {
    if (text.contains("\"subscribe\"")) {
      assertTrue(text.contains("gold"), text);
      socket.subscribe("gold");
    } else {
      Matcher id = ID.matcher(text);
      assertTrue(id.find(), text);
      socket.say("{\"id\":%s,\"result\":4100}".formatted(id.group(1)));
    }
  }
}

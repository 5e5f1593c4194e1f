package dev.moonpool.examples.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.examples.feed.Prices.Price;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.Event;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The examples that ask and follow, against a service of prices.
@Timeout(60)
class PricesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, Long> prices = new ConcurrentHashMap<>(Map.of("gold", 200L, "tin", 3L));
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private SystemProviders system;
  private Providers providers;
  private TextServer server;

  @BeforeEach
  void listen() throws Exception {
    system = SystemProviders.start(1);
    providers = system.providers();
    server = TextServer.listen(providers, 0, this::heard);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    system.close();
  }

  @Test
  @Tag("W21")
  void prices_asked_areAnsweredOrUnknown() throws Exception {
    try (Prices asked = Prices.connect(providers, url())) {
      assertThat(asked.of("gold")).contains(new Price("gold", 200));
      assertThat(asked.of("mithril")).isEmpty();
      assertThat(asked.ofEvenIfLost("tin")).contains(new Price("tin", 3));
      assertThat(asked.ofAll(List.of("tin", "gold")))
          .containsExactly(new Price("tin", 3), new Price("gold", 200));
      assertThatThrownBy(() -> asked.ofAll(List.of("mithril")))
          .hasCauseInstanceOf(WsException.Remote.class);
    }
  }

  @Test
  @Tag("W12")
  void follower_overAnOutage_asksForWhatItMissed() throws Exception {
    ConnectionConfig config =
        ConnectionConfig.builder(url())
            .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(50), Duration.ofSeconds(1)))
            .build();
    try (PriceFollower follower = PriceFollower.follow(providers, config, "gold", events::add)) {
      assertThat(follower.current()).contains(new Price("gold", 200));
      change(210);
      await("the update", () -> follower.current().equals(Optional.of(new Price("gold", 210))));

      int port = server.port();
      server.close();
      prices.put("gold", 190L); // nobody is told
      server = TextServer.listen(providers, port, this::heard);

      await(
          "what was missed", () -> follower.current().equals(Optional.of(new Price("gold", 190))));
      change(195);
      await("news again", () -> follower.current().equals(Optional.of(new Price("gold", 195))));
    }
    await("the end", () -> !events.isEmpty() && events.getLast() instanceof Event.Closed);
    assertThat(events).filteredOn(Event.Connected.class::isInstance).hasSize(2);
    assertThat(events).filteredOn(Event.Disconnected.class::isInstance).hasSize(2);
  }

  private void change(long cents) {
    prices.put("gold", cents);
    server.publish("price.gold", "{\"topic\":\"price.gold\",\"data\":" + cents + "}");
  }

  private void heard(TextServer.Visitor visitor, String text) {
    JsonNode message = JSON.readTree(text);
    String operation = message.path("op").asString("");
    if (operation.equals("subscribe")) {
      message.path("args").forEach(topic -> visitor.topics.add(topic.asString()));
      visitor.say("{\"op\":\"subscribed\",\"args\":" + message.path("args") + "}");
    } else if (operation.equals("unsubscribe")) {
      message.path("args").forEach(topic -> visitor.topics.remove(topic.asString()));
    } else {
      String symbol = message.path("symbol").asString();
      Long cents = prices.get(symbol);
      String answer =
          cents == null
              ? "\"status\":404,\"message\":\"unknown symbol\""
              : "\"result\":{\"symbol\":\"" + symbol + "\",\"cents\":" + cents + "}";
      visitor.say("{\"id\":" + message.path("id") + "," + answer + "}");
    }
  }

  private String url() {
    return "ws://127.0.0.1:" + server.port() + "/";
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long start = providers.time().nanoTime();
    while (!condition.getAsBoolean()) {
      if (providers.time().nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("waited " + PATIENCE + " for " + what + "; events: " + events);
      }
      providers.time().sleep(Duration.ofMillis(10));
    }
  }
}

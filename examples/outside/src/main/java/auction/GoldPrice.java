package auction;

import dev.moonpool.foundation.Providers;
import dev.moonpool.websocket.client.WsClient;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Follows the price of gold on a feed.
public final class GoldPrice implements AutoCloseable {
  private final JsonMapper json = JsonMapper.builder().build();
  private final WsClient client;
  private final Subscription gold;

  /// Connects and subscribes. What is given as providers decides whether the world is real.
  public GoldPrice(Providers providers, String url) throws InterruptedException {
    client = WsClient.connect(providers, url, new GenericJsonHandler(JsonFields.DEFAULT));
    gold = client.subscribe("gold");
  }

  /// Asks the feed for the last price.
  public long ask() throws InterruptedException {
    return client.request(Map.of("ask", "gold"), Long.class);
  }

  /// Waits for the next price. Empty if none came in time, or if a message was missed: then
  /// [#ask].
  public Optional<Long> next(Duration within) throws InterruptedException {
    return switch (gold.poll(within).orElse(null)) {
      case null -> Optional.empty();
      case Subscription.Message message -> {
        JsonNode update = json.readTree(message.message().text());
        yield Optional.of(update.get("cents").asLong());
      }
      case Subscription.Gap _ -> Optional.empty();
      case Subscription.Lagged _ -> Optional.empty();
    };
  }

  @Override
  public void close() {
    client.close();
  }
}

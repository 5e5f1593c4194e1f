package dev.moonpool.examples.feed;

import dev.moonpool.examples.feed.Prices.Price;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.Event;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.handlers.JsonFields.Name;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Follows the price of one symbol through whatever happens to the connection: subscriptions, and
/// what to do about gaps.
///
/// The connection restores the subscription by itself. What it cannot restore is what the server
/// said meanwhile, so it yields a gap; the price that we have may be stale from the loss on, and is
/// not shown until the current one was asked for.
public final class PriceFollower implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ConnectionHandle handle;
  private final Subscription updates;
  private final String symbol;
  private volatile Optional<Price> current = Optional.empty();

  private PriceFollower(ConnectionHandle handle, Subscription updates, String symbol) {
    this.handle = handle;
    this.updates = updates;
    this.symbol = symbol;
  }

  /// Connects, subscribes and asks for the price there is.
  ///
  /// @param log told what happens to the connection
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public static PriceFollower follow(
      Providers providers, ConnectionConfig config, String symbol, Consumer<Event> log)
      throws InterruptedException {
    JsonFields fields = JsonFields.DEFAULT.with(Name.SUBSCRIBED, "subscribed");
    Connection connection = Connection.connect(providers, config, new GenericJsonHandler(fields));
    providers.tasks().start("price-events", () -> connection.stream().forEach(log));
    ConnectionHandle handle = connection.handle();
    try {
      Subscription updates = handle.subscribe(new Topic("price." + symbol));
      PriceFollower follower = new PriceFollower(handle, updates, symbol);
      follower.ask();
      Task _ = providers.tasks().start("price-" + symbol, follower::read);
      return follower;
    } catch (WsException | InterruptedException e) {
      handle.close();
      throw e;
    }
  }

  /// The price as it is; empty while it is not known.
  public Optional<Price> current() {
    return current;
  }

  private void read() {
    for (Subscription.Item item : updates) {
      switch (item) {
        case Subscription.Message(IncomingMessage message) -> current = Optional.of(read(message));
        case Subscription.Gap _, Subscription.Lagged _ -> {
          current = Optional.empty();
          tryAsk();
        }
      }
    }
  }

  private Price read(IncomingMessage message) {
    JsonNode update = JSON.readTree(message.text());
    return new Price(symbol, update.path("data").asLong());
  }

  /// If there is no answer the next update will say the price, or the next gap asks again.
  private void tryAsk() {
    try {
      ask();
    } catch (WsException e) {
      current = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() throws InterruptedException {
    current = Optional.of(handle.request(new Prices.Question("price", symbol), Price.class));
  }

  /// Ends the subscription and the connection.
  @Override
  public void close() {
    updates.close();
    handle.close();
  }
}

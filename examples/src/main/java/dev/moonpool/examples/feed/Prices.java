package dev.moonpool.examples.feed;

import dev.moonpool.foundation.Providers;
import dev.moonpool.websocket.client.WsClient;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Asks a service for prices: requests and their answers.
///
/// A request is any record that becomes a JSON object; the handler puts an id into it and finds the
/// answer by that id, whatever else comes in between.
public final class Prices implements AutoCloseable {
  private static final int UNKNOWN_SYMBOL = 404;

  private final WsClient client;

  private Prices(WsClient client) {
    this.client = client;
  }

  /// A price.
  ///
  /// @param symbol of what
  /// @param cents how much
  public record Price(String symbol, long cents) {}

  /// The question, as it travels.
  ///
  /// @param ask what is asked
  /// @param symbol of what
  record Question(String ask, String symbol) {}

  /// Connects, and waits until the connection is ready.
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public static Prices connect(Providers providers, String url) throws InterruptedException {
    return new Prices(WsClient.connect(providers, url, new GenericJsonHandler(JsonFields.DEFAULT)));
  }

  /// The price of this symbol; empty if the service does not know it.
  ///
  /// @throws WsException if there is no answer
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Optional<Price> of(String symbol) throws InterruptedException {
    try {
      return Optional.of(client.request(new Question("price", symbol), Price.class));
    } catch (WsException.Remote refused) {
      if (refused.code() == UNKNOWN_SYMBOL) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /// The same, asked once more if the connection was lost before there was an answer: reading a
  /// price twice does no harm. An order would be sent again only after `Outcome.NOT_SENT`.
  ///
  /// @throws WsException if there is no answer to the second question either
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Optional<Price> ofEvenIfLost(String symbol) throws InterruptedException {
    try {
      return of(symbol);
    } catch (WsException.ConnectionClosed lost) {
      return of(symbol);
    }
  }

  /// The prices of all these, asked at the same time: one thread, no thread for each.
  ///
  /// @throws CompletionException if one of them has none, with the [WsException] in it
  public List<Price> ofAll(List<String> symbols) {
    List<CompletableFuture<Price>> asked = new ArrayList<>();
    for (String symbol : symbols) {
      asked.add(client.requestAsync(new Question("price", symbol), Price.class));
    }
    List<Price> prices = new ArrayList<>();
    for (CompletableFuture<Price> answer : asked) {
      prices.add(answer.join()); // each ends within its own request's time
    }
    return prices;
  }

  @Override
  public void close() {
    client.close();
  }
}

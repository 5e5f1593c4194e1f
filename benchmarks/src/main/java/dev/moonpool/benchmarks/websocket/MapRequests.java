package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Calls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/// What users write around a client that does not correlate: a map from ids to futures, and JSON
/// read once, straight into a record.
abstract class MapRequests implements Calls {
  private static final long TIMEOUT_SECONDS = 30;

  private final JsonMapper json = JsonMapper.builder().build();
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentHashMap<String, CompletableFuture<NamedQuote>> pending =
      new ConcurrentHashMap<>();

  @Override
  public final long call(int target) {
    String id = Long.toString(ids.incrementAndGet());
    CompletableFuture<NamedQuote> answer = new CompletableFuture<>();
    pending.put(id, answer);
    Quote quote = Quote.of(target);
    NamedQuote named = new NamedQuote(id, quote.symbol(), quote.amount(), quote.side());
    send(json.writeValueAsString(named));
    try {
      return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).amount();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no answer to " + id, e);
    } finally {
      pending.remove(id);
    }
  }

  /// Hands one message to the client, without waiting.
  abstract void send(String message);

  /// What the client's listener calls with each message that has arrived.
  final void received(String message) {
    NamedQuote quote = json.readValue(message, NamedQuote.class);
    CompletableFuture<NamedQuote> answer = pending.remove(quote.id());
    if (answer != null) {
      answer.complete(quote);
    }
  }
}

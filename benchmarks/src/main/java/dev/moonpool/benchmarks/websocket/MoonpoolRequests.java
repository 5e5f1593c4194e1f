package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Calls;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import java.net.URI;

/// Ours, with the shipped JSON handler: blocking requests, correlated by id, each with its timeout.
public final class MoonpoolRequests implements Calls {
  private final Ours ours;

  /// Connects.
  public MoonpoolRequests(URI url) {
    ours = new Ours(url, new GenericJsonHandler(JsonFields.DEFAULT));
  }

  @Override
  public long call(int target) {
    try {
      return ours.handle().request(Quote.of(target), Quote.class).amount();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  @Override
  public void close() {
    ours.close();
  }
}

package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Echo;
import dev.moonpool.websocket.connection.Subscription;
import java.net.URI;

/// Ours, echoing from a virtual thread that reads a subscription: one hop more, and free to block.
public final class MoonpoolStreamEcho extends Echo {
  private final Ours ours;
  private final Subscription texts;

  /// Connects, and begins to read.
  public MoonpoolStreamEcho(URI url) {
    ours = new Ours(url, new TextHandler(text -> false));
    try {
      texts = ours.handle().subscribe(TextHandler.TOPIC);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while subscribing", e);
    }
    Thread.ofVirtual().name("echo").start(this::read);
  }

  private void read() {
    for (Subscription.Item item : texts) {
      switch (item) {
        case Subscription.Message(var message) -> received(message.text());
        case Subscription.Lagged lagged -> throw new IllegalStateException("too slow: " + lagged);
        case Subscription.Gap gap -> throw new IllegalStateException("disconnected: " + gap);
      }
    }
  }

  @Override
  protected void send(String message) {
    ours.handle().tell(message);
  }

  @Override
  public void close() {
    texts.close();
    ours.close();
  }
}

package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.FanOut;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Ours, with the shipped JSON handler and subscriptions.
public final class MoonpoolFanOut extends FanOut {
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Ours ours;

  /// Connects, subscribes and begins to read.
  public MoonpoolFanOut(URI url, int readers, int topics) {
    super(readers);
    ours = new Ours(url, new GenericJsonHandler(JsonFields.DEFAULT));
    try {
      for (int i = 0; i < readers; i += topics) {
        List<Topic> wanted = new ArrayList<>();
        for (int topic = 0; topic < topics; topic++) {
          wanted.add(new Topic("topic-" + topic));
        }
        subscriptions.addAll(ours.handle().subscribeMany(wanted));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while subscribing", e);
    }
    subscriptions.forEach(each -> Thread.ofVirtual().start(() -> serve(each)));
  }

  private void serve(Subscription subscription) {
    for (Subscription.Item item : subscription) {
      switch (item) {
        case Subscription.Message(var message) -> read(message.text());
        case Subscription.Lagged lagged -> throw new IllegalStateException("too slow: " + lagged);
        case Subscription.Gap gap -> throw new IllegalStateException("disconnected: " + gap);
      }
    }
  }

  @Override
  protected void ask(String topics) {
    ours.handle().tell(WsMessage.text(topics));
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    ours.close();
  }
}

package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// One caller's wish to be subscribed to some topics: all of them, or none.
///
/// Collects what becomes of each; when that of the last is known its future completes. If one was
/// refused those that were accepted are given back. Confined to the owner once it was handed over,
/// except for its future.
final class SubscribeCall {
  private final Map<Topic, Subscription> subscriptions = new LinkedHashMap<>();
  private final long deadlineNanos;
  private final CompletableFuture<List<Subscription>> done = new CompletableFuture<>();
  private final Map<Topic, WsException> refused = new LinkedHashMap<>();
  private int open;

  SubscribeCall(List<Subscription> subscriptions, long deadlineNanos) {
    subscriptions.forEach(wanted -> this.subscriptions.put(wanted.topic(), wanted));
    this.deadlineNanos = deadlineNanos;
    this.open = this.subscriptions.size();
  }

  /// One for each topic.
  List<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /// Completes when all are accepted, or fails naming the first that was refused and its number.
  CompletableFuture<List<Subscription>> done() {
    return done;
  }

  void accepted(Topic topic) {
    settled();
  }

  void refused(Topic topic, WsException why) {
    refused.put(topic, why);
    settled();
  }

  private void settled() {
    open--;
    if (open > 0) {
      return;
    }
    if (refused.isEmpty()) {
      if (!done.complete(subscriptions())) {
        giveBack();
      }
      return;
    }
    giveBack();
    WsException first = refused.values().iterator().next();
    if (subscriptions.size() > 1 && first instanceof WsException.SubscriptionFailed failed) {
      List<Topic> topics = new ArrayList<>(refused.keySet());
      done.completeExceptionally(
          new WsException.SubscriptionFailed(
              failed.topic(),
              "%s; of %d topics these were refused: %s"
                  .formatted(first.getMessage(), subscriptions.size(), topics)));
    } else {
      done.completeExceptionally(first);
    }
  }

  private void giveBack() {
    subscriptions.values().forEach(Subscription::close);
  }
}

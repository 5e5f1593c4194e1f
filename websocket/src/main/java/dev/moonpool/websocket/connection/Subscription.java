package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Tasks;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/// What comes on one topic, for one consumer.
///
/// Lives through reconnects: the first item after one is a [Gap]. As many messages wait as its
/// capacity says; when more come the oldest are dropped, and the next item is a [Lagged] with their
/// number. It ends when it is closed, when the connection closes for good, or when the server will
/// not have it any more; [#failure] says which. May be used from any thread.
///
/// Must be closed: the connection unsubscribes when the last subscription to a topic is. One that
/// is
/// lost instead goes on costing what it costs; where it was opened is logged when the collector
/// notices.
public final class Subscription implements AutoCloseable, Iterable<Subscription.Item> {
  private final Subscriber subscriber;
  private final Tasks.LossWatch watch;

  /// @param tasks by which is noticed that it was lost
  Subscription(Subscriber subscriber, Tasks tasks) {
    this.subscriber = subscriber;
    Opened opened = new Opened("a subscription to " + subscriber.topic());
    this.watch = tasks.onLost(this, () -> opened.lost(subscriber.isReleased()));
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /// What it is subscribed to.
  public Topic topic() {
    return subscriber.topic();
  }

  /// Waits for the next item; empty once it has ended.
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Optional<Item> next() throws InterruptedException {
    return subscriber.feed().next();
  }

  /// Waits for the next item at most this long; empty if none came, or it has ended.
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Optional<Item> poll(Duration timeout) throws InterruptedException {
    return subscriber.feed().poll(timeout);
  }

  /// Whether it has ended and everything was read.
  public boolean hasEnded() {
    return subscriber.feed().hasEnded();
  }

  /// Why it has ended if nobody here wanted that: the server will not have it any more, or the
  /// connection has closed. Empty while it has not ended, and if it was closed or unsubscribed.
  public Optional<WsException> failure() {
    return subscriber.failure();
  }

  /// All items from now on, each waited for; ends when it ends, or with [IllegalStateException] if
  /// the caller is interrupted, whose flag stays set.
  @Override
  public Iterator<Item> iterator() {
    return new ConnectionStream.Reader<>(subscriber.feed());
  }

  /// Ends it, and the server's sending if it was the last one to this topic. Does not wait for the
  /// server. Idempotent.
  @Override
  public void close() {
    watch.cancel();
    subscriber.close();
  }

  @Override
  public String toString() {
    return "subscription to " + topic();
  }

  /// What a subscription yields.
  public sealed interface Item {}

  /// A message of the topic.
  ///
  /// @param message as it came
  public record Message(IncomingMessage message) implements Item {}

  /// Messages were dropped because the consumer was too slow.
  ///
  /// @param count how many
  public record Lagged(long count) implements Item {}

  /// The connection was lost and is there again: what the server sent meanwhile is missing.
  ///
  /// @param epoch the one that begins
  public record Gap(ConnectionEpoch epoch) implements Item {}
}

package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// What comes on one topic, for one consumer.
///
/// Lives through reconnects: the first item after one is a [Gap]. As many messages wait as its
/// capacity says; when more come the oldest are dropped, and the next item is a [Lagged] with their
/// number. It ends when it is closed, when the connection closes for good, or when the server will
/// not have it any more. May be used from any thread.
///
/// Must be closed: the connection unsubscribes when the last subscription to a topic is.
public final class Subscription implements AutoCloseable, Iterable<Subscription.Item> {
  /// How many items may be in front of the messages: one that tells of a lag, one of a gap.
  private static final int NOTES = 2;

  private final Topic topic;
  private final int capacity;
  private final Feed<Item> feed;
  private final Consumer<Subscription> release;
  private final AtomicBoolean released = new AtomicBoolean();

  /// Whether the next message comes after a gap. Confined to the owner.
  private boolean interrupted;

  Subscription(Topic topic, int capacity, Time time, Consumer<Subscription> release) {
    this.topic = topic;
    this.capacity = capacity;
    this.feed = new Feed<>(time);
    this.release = release;
  }

  /// What it is subscribed to.
  public Topic topic() {
    return topic;
  }

  /// Waits for the next item; empty once it has ended.
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Optional<Item> next() throws InterruptedException {
    return feed.next();
  }

  /// Waits for the next item at most this long; empty if none came, or it has ended.
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Optional<Item> poll(Duration timeout) throws InterruptedException {
    return feed.poll(timeout);
  }

  /// Whether it has ended and everything was read.
  public boolean hasEnded() {
    return feed.hasEnded();
  }

  /// All items from now on, each waited for; ends when it ends, or with [IllegalStateException] if
  /// the caller is interrupted, whose flag stays set.
  @Override
  public Iterator<Item> iterator() {
    return new ConnectionStream.Reader<>(feed);
  }

  /// Ends it, and the server's sending if it was the last one to this topic. Does not wait for the
  /// server. Idempotent.
  @Override
  public void close() {
    feed.endNow();
    if (released.compareAndSet(false, true)) {
      release.accept(this);
    }
  }

  @Override
  public String toString() {
    return "subscription to " + topic;
  }

  /// The connection was lost: what comes next comes after a gap.
  void interrupted() {
    interrupted = true;
  }

  /// Says that what was missed was missed before this epoch, unless it was said.
  void resumed(ConnectionEpoch epoch) {
    if (interrupted) {
      interrupted = false;
      add(new Gap(epoch));
    }
  }

  void deliver(IncomingMessage message) {
    add(new Message(message));
  }

  /// Nothing follows what is there; the owner has forgotten it.
  void end() {
    released.set(true);
    feed.end();
  }

  private void add(Item item) {
    feed.change(
        items -> {
          items.add(item);
          if (items.size() > capacity + NOTES) {
            dropOldest(items);
          }
        });
  }

  /// Drops the oldest, and keeps in front a note of how many messages that were, and the last gap.
  private void dropOldest(ArrayDeque<Item> items) {
    long lost = 0;
    Optional<Item> gap = Optional.empty();
    while (items.size() > capacity) {
      switch (items.removeFirst()) {
        case Lagged(long count) -> lost += count;
        case Message any -> lost++;
        case Gap last -> gap = Optional.of(last);
      }
    }
    gap.ifPresent(items::addFirst);
    items.addFirst(new Lagged(lost));
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

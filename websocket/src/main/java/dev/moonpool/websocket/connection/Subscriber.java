package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import dev.moonpool.websocket.connection.Subscription.Gap;
import dev.moonpool.websocket.connection.Subscription.Item;
import dev.moonpool.websocket.connection.Subscription.Lagged;
import dev.moonpool.websocket.connection.Subscription.Message;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// What the owner knows of a [Subscription]: apart from it, so that one which its user has lost can
/// be noticed.
///
/// Its methods are the owner's, except for those that say otherwise.
final class Subscriber {
  /// How many items may be in front of the messages: one that tells of a lag, one of a gap.
  private static final int NOTES = 2;

  private final Topic topic;
  private final int capacity;
  private final Feed<Item> feed;
  private final LongAdder lagged;
  private final Consumer<Subscriber> release;
  private final AtomicBoolean released = new AtomicBoolean();

  private volatile Optional<WsException> failure = Optional.empty();

  /// Whether the next message comes after a gap. Confined to the owner.
  private boolean interrupted;

  /// @param lagged where messages are counted that its user was too slow for
  Subscriber(Topic topic, int capacity, Time time, LongAdder lagged, Consumer<Subscriber> release) {
    this.topic = topic;
    this.capacity = capacity;
    this.feed = new Feed<>(time);
    this.lagged = lagged;
    this.release = release;
  }

  Topic topic() {
    return topic;
  }

  Feed<Item> feed() {
    return feed;
  }

  /// Whether it was closed, by its user or by the owner. From any thread.
  boolean isReleased() {
    return released.get();
  }

  /// Its user wants no more. From any thread; idempotent.
  void close() {
    feed.endNow();
    if (released.compareAndSet(false, true)) {
      release.accept(this);
    }
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
  ///
  /// @param why if its user did not want it
  void end(Optional<WsException> why) {
    failure = why;
    released.set(true);
    feed.end();
  }

  /// Why the owner has ended it. From any thread.
  Optional<WsException> failure() {
    return failure;
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
    long before = 0;
    Optional<Item> gap = Optional.empty();
    while (items.size() > capacity) {
      switch (items.removeFirst()) {
        case Lagged(long count) -> before += count;
        case Message any -> lost++;
        case Gap last -> gap = Optional.of(last);
      }
    }
    gap.ifPresent(items::addFirst);
    items.addFirst(new Lagged(before + lost));
    lagged.add(lost);
  }
}

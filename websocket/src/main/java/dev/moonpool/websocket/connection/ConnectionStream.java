package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What happens to a connection, in order.
///
/// No event about the connection's life is dropped; messages are, and counted, while as many events
/// wait as may. A stream that nobody reads holds up nothing, and does not grow for ever: once it is
/// full, of attempts that fail one after the other only the last is kept, and a time that was ready
/// and lost again, both unread, is merged with the loss before it. Whoever reads then sees
/// `Disconnected(3)`, the last `AttemptFailed` and `Connected(7)`: the epochs tell that three times
/// came and went. May be read from any thread, each event by one.
public final class ConnectionStream implements Iterable<Event> {
  private final Feed<Event> feed;
  private final int capacity;
  private final AtomicLong dropped = new AtomicLong();

  /// Whether nobody will read. Changed and read under the feed's lock.
  private boolean ignored;

  ConnectionStream(Time time, int capacity) {
    this.feed = new Feed<>(time);
    this.capacity = capacity;
  }

  /// Waits for the next event; empty after [Event.Closed].
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Optional<Event> next() throws InterruptedException {
    return feed.next();
  }

  /// Waits for the next event at most this long; empty if none came, or after [Event.Closed].
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Optional<Event> poll(Duration timeout) throws InterruptedException {
    return feed.poll(timeout);
  }

  /// Keeps nothing from now on, for who does not want to read: what is there is forgotten, and what
  /// comes is not counted as dropped. It still ends.
  public void ignore() {
    feed.change(
        waiting -> {
          ignored = true;
          waiting.clear();
        });
  }

  /// How many messages were dropped because nobody read in time.
  public long droppedCount() {
    return dropped.get();
  }

  /// All events from now on, each waited for; ends after [Event.Closed], or with
  /// [IllegalStateException] if the caller is interrupted, whose flag stays set.
  @Override
  public Iterator<Event> iterator() {
    return new Reader<>(feed);
  }

  void emit(Event event) {
    feed.change(
        waiting -> {
          if (ignored) {
            return;
          }
          if (waiting.size() < capacity) {
            waiting.add(event);
          } else if (!event.isLifecycle()) {
            dropped.incrementAndGet();
          } else {
            merge(waiting, event);
            waiting.add(event);
          }
        });
  }

  /// Makes room for an event about the connection's life in a full stream.
  private static void merge(ArrayDeque<Event> waiting, Event event) {
    if (event instanceof Event.AttemptFailed) {
      takeLast(waiting, Event.AttemptFailed.class);
      return;
    }
    if (!(event instanceof Event.Connected)) {
      return;
    }
    // From the end: [failed] lost, ready, [failed] lost. The middle two become one with the first.
    Event failed = takeLast(waiting, Event.AttemptFailed.class);
    Event lost = takeLast(waiting, Event.Disconnected.class);
    Event ready = lost == null ? null : takeLast(waiting, Event.Connected.class);
    Event failedBefore = ready == null ? null : takeLast(waiting, Event.AttemptFailed.class);
    boolean merges = ready != null && waiting.peekLast() instanceof Event.Disconnected;
    if (!merges) {
      addIfPresent(waiting, failedBefore);
      addIfPresent(waiting, ready);
      addIfPresent(waiting, lost);
    }
    addIfPresent(waiting, failed != null || !merges ? failed : failedBefore);
  }

  private static @Nullable Event takeLast(ArrayDeque<Event> waiting, Class<? extends Event> type) {
    return type.isInstance(waiting.peekLast()) ? waiting.removeLast() : null;
  }

  private static void addIfPresent(ArrayDeque<Event> waiting, @Nullable Event event) {
    if (event != null) {
      waiting.add(event);
    }
  }

  void close(DisconnectReason reason) {
    emit(new Event.Closed(reason));
    feed.end();
  }

  /// Reads a feed to its end.
  static final class Reader<T> implements Iterator<T> {
    private final Feed<T> feed;
    private @Nullable T ahead;

    Reader(Feed<T> feed) {
      this.feed = feed;
    }

    @Override
    public boolean hasNext() {
      if (ahead == null) {
        try {
          ahead = feed.next().orElse(null);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting for what comes next", e);
        }
      }
      return ahead != null;
    }

    @Override
    public T next() {
      T next = hasNext() ? ahead : null;
      if (next == null) {
        throw new NoSuchElementException("it has ended");
      }
      ahead = null;
      return next;
    }
  }
}

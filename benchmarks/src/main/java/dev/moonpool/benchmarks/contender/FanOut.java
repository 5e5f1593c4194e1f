package dev.moonpool.benchmarks.contender;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A WebSocket client with many subscriptions, each read by a virtual thread of its own.
///
/// A burst is one message for each topic, and ends when every reader has its own.
public abstract class FanOut implements AutoCloseable {
  private final int readers;
  private final AtomicInteger missing = new AtomicInteger();
  private volatile @Nullable Thread waiting;

  /// @param readers how many read
  protected FanOut(int readers) {
    this.readers = readers;
  }

  /// Asks for a message for each of `topics` topics, and waits until all readers have theirs.
  public final void burst(int topics) {
    missing.set(readers);
    waiting = Thread.currentThread();
    ask(Integer.toString(topics));
    while (waiting != null) {
      LockSupport.park(this);
    }
  }

  @Override
  public abstract void close();

  /// Sends the server what makes it send a burst.
  protected abstract void ask(String topics);

  /// What each reader calls with what it has read.
  protected final void read(String message) {
    if (!message.isEmpty() && missing.decrementAndGet() == 0) {
      Thread caller = waiting;
      waiting = null;
      LockSupport.unpark(caller);
    }
  }
}

package dev.moonpool.benchmarks.contender;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The credit of one receiver of one-way messages: it keeps the sender from running more than a
/// window ahead, so that every contender's queues stay bounded in the same way, and it tells when
/// all that was sent has been processed.
///
/// One sender calls [#sent] and [#awaitAll]; the receiver, one message at a time, calls
/// [#received]. Receipts are published every [#QUANTUM] messages, which costs a receiver one
/// volatile write per 32 messages.
public final class Receipts {
  /// How many messages share one published receipt; what is sent in one go is a multiple of it.
  public static final int QUANTUM = 32;

  private final int windowSize;
  private long sent; // the sender's own
  private long received; // the receiver's own
  private volatile long published;
  private volatile @Nullable Thread waiting;

  /// Creates a credit that lets at most `windowSize` messages be on their way.
  public Receipts(int windowSize) {
    if (windowSize < 2 * QUANTUM) {
      throw new IllegalArgumentException(
          "a window holds at least " + 2 * QUANTUM + " messages, not " + windowSize);
    }
    this.windowSize = windowSize;
  }

  /// Counts one message about to be sent, waiting first while the window is full.
  public void sent() {
    if (sent - published >= windowSize) {
      await(sent - windowSize / 2);
    }
    sent++;
  }

  /// Waits until every message sent so far has been processed.
  public void awaitAll() {
    await(sent);
  }

  /// Counts one message processed; the receiver calls it as the last act of its handler.
  public void received() {
    if (++received % QUANTUM == 0) {
      published = received;
      Thread sender = waiting;
      if (sender != null) {
        LockSupport.unpark(sender);
      }
    }
  }

  private void await(long count) {
    waiting = Thread.currentThread();
    while (published < count) {
      LockSupport.park(this);
    }
    waiting = null;
  }
}

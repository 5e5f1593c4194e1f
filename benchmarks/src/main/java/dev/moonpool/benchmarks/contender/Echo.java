package dev.moonpool.benchmarks.contender;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A WebSocket client that sends messages to a server which sends each of them back, a number of
/// them in flight: whenever one has arrived, as a text, the next one is sent from there.
///
/// One thread runs a round; what arrives is told by one thread at a time.
public abstract class Echo implements AutoCloseable {
  private String text = "";
  private int toSend;
  private int toReceive;
  private volatile @Nullable Thread waiting;

  /// Sends `messages` messages of this text, `inFlight` at once, and waits until all are back.
  public final void round(String text, int messages, int inFlight) {
    this.text = text;
    toSend = messages - inFlight;
    toReceive = messages;
    waiting = Thread.currentThread();
    begin(text, inFlight);
    while (waiting != null) {
      LockSupport.park(this);
    }
  }

  @Override
  public abstract void close();

  /// Sends the first messages of a round, on the caller's thread.
  protected void begin(String message, int count) {
    for (int i = 0; i < count; i++) {
      send(message);
    }
  }

  /// Hands one message to the client, without waiting.
  protected abstract void send(String message);

  /// What the client's listener calls with each message that has arrived.
  protected final void received(String message) {
    Thread caller = waiting;
    if (caller == null || message.length() != text.length()) {
      throw new IllegalStateException("a message of %d characters".formatted(message.length()));
    }
    toReceive--;
    if (toSend > 0) {
      toSend--;
      send(text);
    } else if (toReceive == 0) {
      waiting = null;
      LockSupport.unpark(caller);
    }
  }
}

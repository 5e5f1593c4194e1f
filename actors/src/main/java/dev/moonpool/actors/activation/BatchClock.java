package dev.moonpool.actors.activation;

import dev.moonpool.foundation.Time;

/// What time it is in a batch of messages, for as few readings as will do: to read the clock can
/// take as long as all the rest of a short message.
///
/// A message with a deadline gets the time of its own beginning. One without gets a time that is at
/// most a few quick messages old: the readings grow rarer, up to one for 16 messages, as long as
/// the
/// messages between two of them took next to nothing, and are one for each message again at once
/// when they did not.
///
/// For the turn's thread.
final class BatchClock {
  private static final int MESSAGES_PER_READING_MAX = 16;

  /// Messages that took this long together are not quick: read more often, so that the end of the
  /// batch's time is not missed by much.
  private static final long QUICK_NANOS_MAX = 50_000;

  private final Time time;
  private long batchStart;
  private long now;
  private int messagesSince;
  private int messagesPerReading = 1;

  /// Begins a batch.
  BatchClock(Time time) {
    this.time = time;
    restart();
  }

  /// Begins the next batch.
  void restart() {
    now = time.nanoTime();
    batchStart = now;
    messagesSince = 0;
  }

  /// When a message begins that is about to run.
  ///
  /// @param deadlineNanos its deadline, [Long#MAX_VALUE] for none
  long begins(long deadlineNanos) {
    boolean must = deadlineNanos != Long.MAX_VALUE || messagesSince >= messagesPerReading;
    if (must && messagesSince > 0) {
      read();
    }
    messagesSince++;
    return now;
  }

  /// How long the batch has taken, as far as was read.
  long batchNanos() {
    return now - batchStart;
  }

  private void read() {
    long read = time.nanoTime();
    messagesPerReading =
        read - now <= QUICK_NANOS_MAX
            ? Math.min(2 * messagesPerReading, MESSAGES_PER_READING_MAX)
            : 1;
    now = read;
    messagesSince = 0;
  }
}

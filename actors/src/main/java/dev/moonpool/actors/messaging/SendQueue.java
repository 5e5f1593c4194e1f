package dev.moonpool.actors.messaging;

import dev.moonpool.foundation.Invariant;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscChunkedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one peer, bounded by number and bytes. Many producers, one consumer.
final class SendQueue {
  private static final int CHUNK = 256;

  private final long bytesMax;
  private final MessagePassingQueue<Object> items;
  private final AtomicLong bytes = new AtomicLong();

  SendQueue(PeerOptions.Limits limits) {
    this.bytesMax = limits.queueBytesMax();
    int countMax = limits.queueCountMax();
    this.items = new MpscChunkedVarHandleArrayQueue<>(Math.min(CHUNK, countMax / 4), countMax);
  }

  /// Adds `item`, an [Outbound], an [Ask] or a [Frame].
  ///
  /// A frame of the protocol's own, or a reply, has as much room again as the others have, as
  /// refusing it would help nobody.
  ///
  /// @return why it cannot be added, or null if it was
  @Nullable String offer(Object item) {
    int size = bytes(item);
    long max = item instanceof Frame ? 2 * bytesMax : bytesMax;
    long queued = bytes.addAndGet(size);
    if (queued > max) {
      bytes.addAndGet(-size);
      return "%d bytes wait, limit %d".formatted(queued - size, max);
    }
    if (!items.offer(item)) {
      bytes.addAndGet(-size);
      return "%d messages wait, limit %d".formatted(items.size(), items.capacity());
    }
    return null;
  }

  /// Takes the next item; its bytes count until [#polled]. For the consumer.
  @Nullable Object poll() {
    return items.relaxedPoll();
  }

  /// Makes room for what was polled.
  void polled(long size) {
    long left = bytes.addAndGet(-size);
    Invariant.check(left >= 0, "a queue gives back no more room than was taken");
  }

  /// How many bytes of room are taken: none if nothing is queued.
  long bytesTaken() {
    return bytes.get();
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  int size() {
    return items.size();
  }

  /// What an item counts for.
  static int bytes(Object item) {
    return switch (item) {
      case Outbound out -> Message.FIXED_BYTES + out.message().payload().length;
      case Message message -> Message.FIXED_BYTES + message.payload().length;
      case Ask ask -> Message.FIXED_BYTES + ask.body.length;
      case Frame.Answer answer -> Message.FIXED_BYTES + answer.body().length;
      default -> Message.FIXED_BYTES;
    };
  }
}

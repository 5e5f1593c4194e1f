package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Outcome;
import dev.moonpool.foundation.Invariant;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Turns what a peer has queued into few writes to one channel.
///
/// Here a message is handed over, just before it becomes bytes, and what is too large is refused.
/// Confined to the channel's event loop.
final class FrameWriter {
  /// How many bytes are gathered before they are handed to the channel. More would not make a
  /// system call cheaper, and would let one burst hold much memory.
  private static final int WRITE_BYTES = 64 * 1024;

  /// After so many writes in a row the loop looks at its other channels.
  private static final int WRITES_MAX = 16;

  /// How far writing a queue has come.
  enum Written {
    /// The queue is empty.
    EMPTY,
    /// The channel takes no more now.
    UNWRITABLE,
    /// There is more, but others should have their turn.
    MORE
  }

  private final Peers peers;
  private final Connection connection;
  private final Channel channel;
  private final Envelope envelope;
  private final WireWriter writer = new WireWriter();
  private int payloadBytesMax;

  FrameWriter(Peers peers, Connection connection, Channel channel, Envelope envelope) {
    this.peers = peers;
    this.connection = connection;
    this.channel = channel;
    this.envelope = envelope;
    this.payloadBytesMax = peers.options().limits().payloadBytesMax();
  }

  /// The largest payload that both ends take.
  int payloadBytesMax() {
    return payloadBytesMax;
  }

  /// The other end takes frames of this length at most.
  void limit(int frameBytesMax) {
    payloadBytesMax = Math.min(payloadBytesMax, frameBytesMax - Envelope.OVERHEAD_BYTES_MAX);
  }

  /// Writes what is queued, as much as the channel takes.
  Written writeQueued(SendQueue queue) {
    for (int i = 0; i < WRITES_MAX && connection.isOpen(); i++) {
      if (!channel.isWritable()) {
        return Written.UNWRITABLE;
      }
      if (writeSome(queue)) {
        return Written.EMPTY;
      }
    }
    return Written.MORE;
  }

  /// Writes a frame that does not wait for others. Never while frames are gathered.
  void writeNow(Frame frame) {
    Invariant.check(writer.size() == 0, "no frames are being gathered");
    envelope.encode(frame, peers.nanoTime(), writer);
    peers.counters().written(1, writer.size());
    channel.writeAndFlush(gathered(), channel.voidPromise());
    writer.clear();
  }

  /// @return whether the queue was emptied
  private boolean writeSome(SendQueue queue) {
    Object item = queue.poll();
    if (item == null) {
      return true;
    }
    long now = peers.nanoTime();
    long bytes = 0;
    int frames = 0;
    while (item != null) {
      bytes += SendQueue.bytes(item);
      frames += gather(item, now);
      if (!connection.isOpen() || writer.size() >= WRITE_BYTES) {
        break;
      }
      item = queue.poll();
    }
    queue.polled(bytes);
    if (connection.isOpen() && frames > 0) {
      peers.counters().written(frames, writer.size());
      channel.writeAndFlush(gathered(), channel.voidPromise());
    }
    writer.clear();
    return item == null;
  }

  /// @return how many frames were added to what is written next
  private int gather(Object item, long now) {
    try {
      Frame frame = frame(item);
      if (frame == null) {
        return 0;
      }
      envelope.encode(frame, now, writer);
      return 1;
    } catch (RuntimeException | Error e) {
      connection.cannotWrite(e); // a bug: whoever sent it hears that the connection is lost
      return 0;
    }
  }

  private ByteBuf gathered() {
    return channel.alloc().ioBuffer(writer.size()).writeBytes(writer.array(), 0, writer.size());
  }

  private @Nullable Frame frame(Object item) {
    return switch (item) {
      case Outbound out -> handOver(out);
      case Message reply -> withinLimit(reply);
      case Ask ask -> handOver(ask);
      case Frame.Answer answer -> withinLimit(answer);
      case Frame frame -> frame;
      default -> throw new IllegalStateException("not to be sent: " + item.getClass());
    };
  }

  private @Nullable Frame handOver(Outbound out) {
    Message message = out.message();
    if (message.payload().length > payloadBytesMax) {
      out.tooLarge(message.payload().length, payloadBytesMax);
      return null;
    }
    return out.handOver(connection) ? message : null;
  }

  private @Nullable Frame handOver(Ask ask) {
    if (ask.answer.isDone()) {
      return null;
    }
    if (ask.body.length > payloadBytesMax) {
      ask.answer.completeExceptionally(
          new PeerException(
              Outcome.NOT_SENT,
              "a question of %d bytes, limit %d".formatted(ask.body.length, payloadBytesMax)));
      return null;
    }
    ask.via = connection;
    return new Frame.Ask(ask.number, ask.body);
  }

  private Message withinLimit(Message reply) {
    int size = reply.payload().length;
    if (size <= payloadBytesMax) {
      return reply;
    }
    return reply
        .copy()
        .outcome(new WireOutcome.AnswerTooLarge(size, payloadBytesMax))
        .payload(Message.NO_PAYLOAD)
        .build();
  }

  private Frame.Answer withinLimit(Frame.Answer answer) {
    int size = answer.body().length;
    if (size <= payloadBytesMax) {
      return answer;
    }
    String text = "an answer of %d bytes, limit %d".formatted(size, payloadBytesMax);
    return new Frame.Answer(answer.number(), true, text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Dice;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/// The sending half of a channel: what is flushed becomes segments, each no earlier at its goal
/// than the one before it, under a window.
///
/// The window counts bytes from when they leave until the peer's pipeline has been given them, so a
/// peer that does not read stops the writer.
final class Outflow {
  private static final int SEGMENT_BYTES_MAX = 64 * 1024;

  private final Fabric fabric;
  private final int windowBytes;
  private @Nullable Link link;
  private long lastArrivalNanos;
  private int underWayBytes;
  private boolean full;

  /// Whether the connection has broken: bytes have been lost, so none may follow them.
  private boolean broken;

  Outflow(Fabric fabric) {
    this.fabric = fabric;
    this.windowBytes = fabric.conditions().windowBytes();
  }

  /// Sends over `way` from now on.
  void over(Link way) {
    this.link = way;
  }

  Link link() {
    if (link == null) {
      throw new IllegalStateException("the channel is not connected");
    }
    return link;
  }

  /// Whether only the opening of the window may start the next write.
  boolean isFull() {
    return full;
  }

  /// Lets nothing arrive before `time`.
  void notBefore(long time) {
    lastArrivalNanos = Math.max(lastArrivalNanos, time);
  }

  /// When what is sent now arrives, after all that was sent before.
  long nextArrival(long latency) {
    lastArrivalNanos =
        Math.max(lastArrivalNanos + 1, link().arrival(fabric.kernel().now(), latency));
    return lastArrivalNanos;
  }

  /// The peer's pipeline took this many bytes.
  ///
  /// @return whether the window was full and now is not: a write may go on
  boolean consumed(int bytes) {
    underWayBytes -= bytes;
    boolean opened = full;
    full = false;
    return opened;
  }

  /// Sends what is flushed, as far as the window goes.
  void write(ChannelOutboundBuffer out, SimChannel from) {
    while (out.current() != null) {
      int room = Math.min(windowBytes - underWayBytes, SEGMENT_BYTES_MAX);
      if (room <= 0) {
        full = true;
        fabric.counted(NetworkFault.WINDOW_FULL);
        return;
      }
      byte[] bytes = take(out, room);
      if (bytes.length > 0) {
        send(bytes, from);
      }
    }
  }

  private byte[] take(ChannelOutboundBuffer out, int room) {
    int size = Math.min(flushedBytes(out, room), room);
    Dice dice = link().dice;
    if (size > 1 && dice.chance(fabric.conditions().partialChance())) {
      fabric.counted(NetworkFault.PARTIAL);
      size = 1 + dice.below(size - 1);
    }
    byte[] bytes = new byte[size];
    int filled = 0;
    ByteBuf buffer = (ByteBuf) out.current();
    while (buffer != null) {
      int length = Math.min(buffer.readableBytes(), size - filled);
      buffer.readBytes(bytes, filled, length);
      filled += length;
      out.progress(length);
      if (buffer.isReadable()) {
        break;
      }
      out.remove();
      buffer = filled == size ? null : (ByteBuf) out.current();
    }
    return bytes;
  }

  private static int flushedBytes(ChannelOutboundBuffer out, int enough) {
    if (out.size() == 1) {
      return ((ByteBuf) out.current()).readableBytes();
    }
    int[] sum = new int[1];
    try {
      out.forEachFlushedMessage(
          message -> {
            sum[0] += ((ByteBuf) message).readableBytes();
            return sum[0] < enough;
          });
    } catch (Exception e) {
      throw new IllegalStateException("counting bytes does not fail", e);
    }
    return sum[0];
  }

  private void send(byte[] bytes, SimChannel from) {
    if (broken) {
      return;
    }
    Conditions conditions = fabric.conditions();
    Dice dice = link().dice;
    if (dice.chance(conditions.closeChance())) {
      broken = true;
      from.breakDown((dice.next() & 1) == 0);
      return;
    }
    if (dice.chance(conditions.bitFlipChance())) {
      int bit = dice.below(8 * bytes.length);
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
      fabric.injected(NetworkFault.BIT_FLIP, from.life(), "bit " + bit + " of a segment");
    }
    underWayBytes += bytes.length;
    long latency = conditions.write().sample(dice) + conditions.read().sample(dice);
    from.deliverToPeer(HeapAllocator.INSTANCE.over(bytes), nextArrival(latency));
  }
}

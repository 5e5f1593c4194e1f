package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Dice;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import java.util.ArrayDeque;

/// The receiving half of a channel: segments that have arrived and that nobody has read yet.
final class Inflow {
  private final Fabric fabric;
  private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>(4);

  Inflow(Fabric fabric) {
    this.fabric = fabric;
  }

  boolean isEmpty() {
    return arrived.isEmpty();
  }

  void add(ByteBuf segment) {
    arrived.add(segment);
  }

  void clear() {
    arrived.clear();
  }

  /// Gives the pipeline what has arrived, or some of it where reads are partial.
  ///
  /// @return how many bytes it took
  int giveTo(ChannelPipeline pipeline, Dice dice) {
    int taken = 0;
    ByteBuf segment = arrived.poll();
    while (segment != null) {
      ByteBuf part = part(segment, dice);
      taken += part.readableBytes();
      pipeline.fireChannelRead(part);
      segment = part == segment ? arrived.poll() : null;
    }
    return taken;
  }

  /// All of `segment`, or its head while its tail waits for the next read.
  private ByteBuf part(ByteBuf segment, Dice dice) {
    int readable = segment.readableBytes();
    if (readable < 2 || !dice.chance(fabric.conditions().partialChance())) {
      return segment;
    }
    fabric.counted(NetworkFault.PARTIAL);
    ByteBuf head = segment.readRetainedSlice(1 + dice.below(readable - 1));
    arrived.addFirst(segment);
    return head;
  }
}

package dev.moonpool.simulation.network;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;

/// Options of a simulated channel. Those of sockets are taken and have no effect.
final class SimChannelConfig extends DefaultChannelConfig {
  /// On the heap and not pooled: a crashed process drops its buffers, and nobody gives them back.
  private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

  SimChannelConfig(Channel channel) {
    super(channel);
    setAllocator(ALLOCATOR);
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    super.setOption(option, value);
    return true;
  }
}

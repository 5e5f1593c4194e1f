package dev.moonpool.simulation.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;

/// Options of a simulated channel. Those of sockets are taken and have no effect.
final class SimChannelConfig extends DefaultChannelConfig {
  SimChannelConfig(Channel channel) {
    super(channel);
    setAllocator(HeapAllocator.INSTANCE);
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    super.setOption(option, value);
    return true;
  }
}

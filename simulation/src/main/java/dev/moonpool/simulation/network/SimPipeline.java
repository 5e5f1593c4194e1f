package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Incarnation;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPipeline;
import java.io.IOException;

/// A pipeline at whose end an exception that no handler took fails the seed, where Netty would only
/// log it. Broken connections are no surprise and pass.
final class SimPipeline extends DefaultChannelPipeline {
  private final Incarnation life;

  SimPipeline(Channel channel, Incarnation life) {
    super(channel);
    this.life = life;
  }

  @Override
  protected void onUnhandledInboundException(Throwable cause) {
    if (!(cause instanceof IOException)) {
      life.kernel().uncaught(life.name() + "/pipeline of " + channel(), cause);
    }
  }
}

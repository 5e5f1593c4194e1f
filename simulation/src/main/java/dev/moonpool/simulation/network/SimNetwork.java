package dev.moonpool.simulation.network;

import dev.moonpool.foundation.Network;
import dev.moonpool.simulation.kernel.Incarnation;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The network as one life of a process sees it: one event loop, and channels of the simulator's.
///
/// When the life ends its listeners go and its connections are reset.
public final class SimNetwork implements Network {
  private final Fabric fabric;
  private final Incarnation life;
  private final SimEventLoop loop;
  private final Set<SimChannel> open = new LinkedHashSet<>();
  private final Set<SimServerChannel> listening = new LinkedHashSet<>();

  /// The network of `life`, whose host must have been added to `fabric`.
  public SimNetwork(Fabric fabric, Incarnation life) {
    this.fabric = fabric;
    this.life = life;
    this.loop = new SimEventLoop(life);
    life.atEnd(this::dropAll);
  }

  @Override
  public ServerBootstrap server() {
    fabric.kernel().assertDriver();
    return new ServerBootstrap()
        .group(loop)
        .channelFactory(() -> new SimServerChannel(this, fabric, life));
  }

  @Override
  public Bootstrap client() {
    fabric.kernel().assertDriver();
    return new Bootstrap()
        .group(loop)
        .disableResolver()
        .channelFactory(() -> new SimChannel(null, this, fabric, fabric.ephemeral(life)));
  }

  /// How many connections have not been closed.
  public int connections() {
    return open.size();
  }

  Incarnation life() {
    return life;
  }

  void opened(SimChannel channel) {
    open.add(channel);
  }

  void closed(SimChannel channel) {
    open.remove(channel);
  }

  void opened(SimServerChannel channel) {
    listening.add(channel);
  }

  void closed(SimServerChannel channel) {
    listening.remove(channel);
  }

  private void dropAll() {
    List.copyOf(listening).forEach(SimServerChannel::drop);
    List.copyOf(open).forEach(SimChannel::drop);
    listening.clear();
    open.clear();
    loop.drop();
  }
}

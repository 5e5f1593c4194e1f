package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Incarnation;
import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A listener on a simulated host.
final class SimServerChannel extends AbstractServerChannel {
  private final SimNetwork network;
  private final Fabric fabric;
  private final Incarnation life;
  private final SimChannelConfig config = new SimChannelConfig(this);
  private @Nullable InetSocketAddress local;
  private long reachableFromNanos;
  private boolean open = true;

  SimServerChannel(SimNetwork network, Fabric fabric, Incarnation life) {
    // Before the superclass asks for the channel's id.
    this.fabric = fabric;
    this.network = network;
    this.life = life;
    super();
  }

  Incarnation life() {
    return life;
  }

  /// Whether the bind has taken effect and the listener has not gone.
  boolean isReachable() {
    return isActive() && fabric.kernel().now() >= reachableFromNanos;
  }

  /// Takes in a connection; an event of this listener's life.
  void accept(SimChannel client) {
    InetSocketAddress at = local;
    if (!isActive() || at == null || !client.isOpen()) {
      client.resetBy(life, client.back());
      return;
    }
    SimChannel child = new SimChannel(this, network, fabric, at);
    ((SimEventLoop) eventLoop())
        .enter(
            () -> {
              child.accepted(client);
              pipeline().fireChannelRead(child);
              pipeline().fireChannelReadComplete();
            });
  }

  void drop() {
    open = false;
    InetSocketAddress at = local;
    if (at != null) {
      fabric.unlisten(at, this);
    }
  }

  @Override
  protected SimChannelId newId() {
    return new SimChannelId(fabric.nextChannel());
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop instanceof SimEventLoop;
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected void doBind(SocketAddress address) throws BindException {
    if (!(address instanceof InetSocketAddress wanted)) {
      throw new BindException("an InetSocketAddress is needed, not " + address);
    }
    local = fabric.listen(this, wanted);
    network.opened(this);
    Link own = fabric.link(life.hostId(), life.hostId());
    reachableFromNanos = fabric.kernel().now() + fabric.conditions().bind().sample(own.dice);
  }

  @Override
  protected void doClose() {
    drop();
    network.closed(this);
  }

  @Override
  protected void doBeginRead() {
    // Connections are accepted as they come.
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open && local != null;
  }
}

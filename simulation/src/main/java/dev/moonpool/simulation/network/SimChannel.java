package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Incarnation;
import dev.moonpool.simulation.kernel.Kernel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.DefaultChannelPipeline;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One end of a simulated connection.
///
/// It connects, reads and ends; what is written goes through its [Outflow] and arrives, each
/// segment an event of the peer's life, in the peer's [Inflow].
final class SimChannel extends AbstractChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  private final SimNetwork network;
  private final Fabric fabric;
  private final Kernel kernel;
  private final Incarnation life;
  private final long number;
  private final SimChannelConfig config = new SimChannelConfig(this);
  private final Inflow inflow;
  private final Outflow outflow;
  private final Runnable deliverLater = this::deliverLater;
  private final InetSocketAddress local;
  private @Nullable InetSocketAddress remote;
  private @Nullable SimChannel peer;
  private @Nullable Link back;
  private @Nullable ChannelPromise connecting;
  private @Nullable ScheduledFuture<?> connectLimit;
  private State state = State.OPEN;
  private boolean readWanted;
  private boolean deliveryQueued;
  private boolean ended;

  /// A channel that listens to nobody yet.
  SimChannel(
      @Nullable SimServerChannel parent,
      SimNetwork network,
      Fabric fabric,
      InetSocketAddress local) {
    // Before the superclass makes the pipeline, which asks for it.
    this.network = network;
    super(parent, new SimChannelId(fabric.nextChannel()));
    this.fabric = fabric;
    this.kernel = fabric.kernel();
    this.life = network.life();
    this.number = ((SimChannelId) id()).number();
    this.inflow = new Inflow(fabric);
    this.outflow = new Outflow(fabric);
    this.local = local;
    network.opened(this);
  }

  Incarnation life() {
    return life;
  }

  /// The link on which answers come. Only once [#joins] has been called.
  Link back() {
    return known(back);
  }

  /// Says over which links this end sends and receives.
  void joins(Link sending, Link receiving) {
    outflow.over(sending);
    this.back = receiving;
  }

  /// Makes this the server's end of the connection that `client` asked for, and tells the client.
  void accepted(SimChannel client) {
    joins(client.back(), client.outflow.link());
    peer = client;
    client.peer = this;
    remote = client.local;
    state = State.ACTIVE;
    Link way = client.back();
    long told = way.arrival(kernel.now(), fabric.conditions().connect().sample(way.dice));
    outflow.notBefore(told);
    kernel.at(told, () -> client.onLoop(client::connected), client.life);
  }

  /// Lets the pending connect fail at `time`.
  void refuseAt(long time, IOException cause) {
    kernel.at(time, () -> onLoop(() -> refused(cause)), life);
  }

  /// The life at the other end of `way` answers with a reset.
  void resetBy(Incarnation other, Link way) {
    kernel.mix(other.number());
    long time = way.arrival(kernel.now(), fabric.conditions().connect().sample(way.dice));
    kernel.at(time, () -> onLoop(this::reset), life);
  }

  /// Forgets the connection without a word to the pipeline: this life has ended.
  void drop() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    tellPeer(true);
  }

  private void onLoop(Runnable event) {
    if (isRegistered()) {
      ((SimEventLoop) eventLoop()).enter(event);
    }
  }

  private void connected() {
    ChannelPromise promise = connecting;
    if (state != State.OPEN || promise == null) {
      // Whoever closed this end in the meantime has told the server.
      return;
    }
    connecting = null;
    stopConnectLimit();
    state = State.ACTIVE;
    if (kernel.recordsTrace()) {
      kernel.networkLine(life.name(), "connected " + local + " to " + remote);
    }
    boolean told = promise.trySuccess();
    pipeline().fireChannelActive();
    if (!told) {
      unsafe().close(voidPromise());
    }
  }

  private void refused(IOException cause) {
    ChannelPromise promise = connecting;
    if (promise != null) {
      connecting = null;
      stopConnectLimit();
      promise.tryFailure(cause);
      unsafe().close(voidPromise());
    }
  }

  private void stopConnectLimit() {
    if (connectLimit != null) {
      connectLimit.cancel(false);
    }
  }

  private void reset() {
    if (connecting != null) {
      refused(new SocketException("connection reset by " + remote));
    } else if (state == State.ACTIVE) {
      inflow.clear();
      pipeline().fireExceptionCaught(new SocketException("connection reset by " + remote));
      unsafe().close(voidPromise());
    }
  }

  private void end() {
    ended = true;
    deliver();
  }

  /// Takes what has arrived to the pipeline if it wants to read.
  private void deliver() {
    if (state != State.ACTIVE || !readWanted) {
      return;
    }
    if (inflow.isEmpty()) {
      if (ended) {
        unsafe().close(voidPromise());
      }
      return;
    }
    readWanted = false;
    int taken = inflow.giveTo(pipeline(), back().dice);
    if (peer != null) {
      peer.consumed(taken);
    }
    pipeline().fireChannelReadComplete();
  }

  private void deliverLater() {
    deliveryQueued = false;
    deliver();
  }

  /// The peer's pipeline took this many bytes: the window opens.
  private void consumed(int bytes) {
    if (outflow.consumed(bytes) && state == State.ACTIVE) {
      Link way = known(back);
      long time = way.arrival(kernel.now(), fabric.conditions().read().sample(way.dice));
      kernel.at(time, () -> onLoop(((SimUnsafe) unsafe())::resume), life);
    }
  }

  private void arrive(ByteBuf segment) {
    if (state != State.ACTIVE) {
      return;
    }
    kernel.mix((number << 20) + segment.readableBytes());
    if (kernel.recordsTrace()) {
      kernel.networkLine(
          life.name(), "received " + segment.readableBytes() + " bytes from " + remote);
    }
    inflow.add(segment);
    deliver();
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    outflow.write(out, this);
  }

  /// Lets `bytes` arrive at the other end at `time`.
  void deliverToPeer(ByteBuf bytes, long time) {
    SimChannel to = known(peer);
    kernel.at(time, () -> to.onLoop(() -> to.arrive(bytes)), to.life);
  }

  /// The network breaks the connection: both ends see a reset, or both an early end.
  void breakDown(boolean byReset) {
    fabric.injected(NetworkFault.CLOSE, life, (byReset ? "reset of " : "early end of ") + remote);
    SimChannel to = known(peer);
    long latency = fabric.conditions().read().sample(outflow.link().dice);
    kernel.at(outflow.nextArrival(latency), to.brokenBy(byReset), to.life);
    kernel.at(kernel.now() + latency, brokenBy(byReset), life);
  }

  private Runnable brokenBy(boolean reset) {
    return () -> onLoop(reset ? this::reset : this::end);
  }

  private void tellPeer(boolean byReset) {
    SimChannel to = peer;
    if (to == null || to.state == State.CLOSED) {
      return;
    }
    Link way = outflow.link();
    long latency = fabric.conditions().read().sample(way.dice);
    // A reset overtakes the data before it; an orderly end comes after all of it.
    long time = byReset ? way.arrival(kernel.now(), latency) : outflow.nextArrival(latency);
    kernel.at(time, to.brokenBy(byReset), to.life);
  }

  @Override
  protected void doClose() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      network.closed(this);
      tellPeer(!inflow.isEmpty());
      inflow.clear();
    }
    ChannelPromise promise = connecting;
    if (promise != null) {
      connecting = null;
      stopConnectLimit();
      promise.tryFailure(new SocketException("closed while connecting to " + remote));
    }
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doBeginRead() {
    readWanted = true;
    if ((!inflow.isEmpty() || ended) && !deliveryQueued) {
      deliveryQueued = true;
      eventLoop().execute(deliverLater);
    }
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf) {
      return message;
    }
    throw new UnsupportedOperationException(
        "a simulated channel takes ByteBufs, not " + message.getClass().getName());
  }

  @Override
  protected void doBind(SocketAddress address) {
    throw new UnsupportedOperationException("a connecting channel is not bound, to " + address);
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new SimUnsafe();
  }

  @Override
  protected DefaultChannelPipeline newChannelPipeline() {
    return new SimPipeline(this, network.life());
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop instanceof SimEventLoop;
  }

  @Override
  protected SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return state != State.CLOSED;
  }

  @Override
  public boolean isActive() {
    return state == State.ACTIVE;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  private static <T> T known(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the channel is not connected");
    }
    return part;
  }

  /// Where a channel is in its life.
  private enum State {
    /// Made, perhaps connecting.
    OPEN,
    /// Connected.
    ACTIVE,
    /// Gone for good.
    CLOSED
  }

  /// What Netty calls to connect and to write.
  private final class SimUnsafe extends AbstractUnsafe {
    @Override
    public void connect(SocketAddress wanted, SocketAddress from, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      if (connecting != null) {
        throw new ConnectionPendingException();
      }
      if (!(wanted instanceof InetSocketAddress address)) {
        promise.tryFailure(new UnsupportedAddressTypeException());
        return;
      }
      connecting = promise;
      remote = address;
      int limitMillis = config.getConnectTimeoutMillis();
      if (limitMillis > 0) {
        IOException late = new ConnectTimeoutException("connection timed out: " + address);
        connectLimit =
            eventLoop().schedule(() -> refused(late), limitMillis, TimeUnit.MILLISECONDS);
      }
      fabric.connect(SimChannel.this, address);
    }

    @Override
    protected void flush0() {
      // As long as the window is full, only its opening starts the next write.
      if (!outflow.isFull()) {
        super.flush0();
      }
    }

    private void resume() {
      super.flush0();
    }
  }
}

package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Dice;
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
import java.util.ArrayDeque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One end of a simulated connection.
///
/// What is flushed becomes segments, each an event of the peer's life at the time of its arrival.
/// A segment is never earlier than the one before it. The window counts bytes from when they leave
/// until the peer's pipeline has been given them, so a peer that does not read stops the writer.
final class SimChannel extends AbstractChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);
  private static final int SEGMENT_BYTES_MAX = 64 * 1024;

  private final SimNetwork network;
  private final Fabric fabric;
  private final Kernel kernel;
  private final Incarnation life;
  private final long number;
  private final int windowBytes;
  private final SimChannelConfig config = new SimChannelConfig(this);
  private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>();
  private final Runnable deliverLater = this::deliverLater;
  private final InetSocketAddress local;
  private @Nullable InetSocketAddress remote;
  private @Nullable SimChannel peer;
  private @Nullable Link forth;
  private @Nullable Link back;
  private @Nullable ChannelPromise connecting;
  private @Nullable ScheduledFuture<?> connectLimit;
  private State state = State.OPEN;
  private long lastArrivalNanos;
  private int underWayBytes;
  private boolean windowFull;
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
    this.windowBytes = fabric.conditions().windowBytes();
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
    this.forth = sending;
    this.back = receiving;
  }

  /// Makes this the server's end of the connection that `client` asked for, and tells the client.
  void accepted(SimChannel client) {
    joins(client.back(), known(client.forth));
    peer = client;
    client.peer = this;
    remote = client.local;
    state = State.ACTIVE;
    Link way = client.back();
    long told = way.arrival(kernel.now(), fabric.conditions().connect().sample(way.dice));
    lastArrivalNanos = told;
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
      kernel.line(life.name(), "connected " + local + " to " + remote);
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
      arrived.clear();
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
    if (arrived.isEmpty()) {
      if (ended) {
        unsafe().close(voidPromise());
      }
      return;
    }
    readWanted = false;
    int consumed = 0;
    ByteBuf segment = arrived.poll();
    while (segment != null) {
      ByteBuf taken = part(segment);
      consumed += taken.readableBytes();
      pipeline().fireChannelRead(taken);
      segment = taken == segment ? arrived.poll() : null;
    }
    if (peer != null) {
      peer.consumed(consumed);
    }
    pipeline().fireChannelReadComplete();
  }

  /// All of `segment`, or its head while its tail waits for the next read.
  private ByteBuf part(ByteBuf segment) {
    Dice dice = known(back).dice;
    int readable = segment.readableBytes();
    if (readable < 2 || !dice.chance(fabric.conditions().partialChance())) {
      return segment;
    }
    fabric.counted(NetworkFault.PARTIAL);
    ByteBuf head = segment.readRetainedSlice(1 + dice.below(readable - 1));
    arrived.addFirst(segment);
    return head;
  }

  private void deliverLater() {
    deliveryQueued = false;
    deliver();
  }

  /// The peer's pipeline took this many bytes: the window opens.
  private void consumed(int bytes) {
    underWayBytes -= bytes;
    if (windowFull && state == State.ACTIVE) {
      windowFull = false;
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
      kernel.line(life.name(), "received " + segment.readableBytes() + " bytes from " + remote);
    }
    arrived.add(segment);
    deliver();
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    while (out.current() != null) {
      int room = Math.min(windowBytes - underWayBytes, SEGMENT_BYTES_MAX);
      if (room <= 0) {
        windowFull = true;
        fabric.counted(NetworkFault.WINDOW_FULL);
        return;
      }
      byte[] bytes = take(out, room);
      if (bytes.length > 0) {
        send(bytes);
      }
    }
  }

  private byte[] take(ChannelOutboundBuffer out, int room) {
    int size = Math.min(flushedBytes(out, room), room);
    Dice dice = known(forth).dice;
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

  private void send(byte[] bytes) {
    Link way = known(forth);
    Conditions conditions = fabric.conditions();
    Dice dice = way.dice;
    if (dice.chance(conditions.closeChance())) {
      breakDown((dice.next() & 1) == 0);
      return;
    }
    if (dice.chance(conditions.bitFlipChance())) {
      int bit = dice.below(8 * bytes.length);
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
      fabric.injected(NetworkFault.BIT_FLIP, life, "bit " + bit + " on the way to " + remote);
    }
    underWayBytes += bytes.length;
    SimChannel to = known(peer);
    long latency = conditions.write().sample(dice) + conditions.read().sample(dice);
    Segment segment = new Segment(to, HeapAllocator.INSTANCE.over(bytes));
    kernel.at(nextArrival(way, latency), segment, to.life);
  }

  /// The network breaks the connection: both ends see a reset, or both an early end.
  private void breakDown(boolean byReset) {
    fabric.injected(NetworkFault.CLOSE, life, (byReset ? "reset of " : "early end of ") + remote);
    SimChannel to = known(peer);
    long latency = fabric.conditions().read().sample(known(forth).dice);
    kernel.at(nextArrival(known(forth), latency), to.brokenBy(byReset), to.life);
    kernel.at(kernel.now() + latency, brokenBy(byReset), life);
  }

  private Runnable brokenBy(boolean reset) {
    return () -> onLoop(reset ? this::reset : this::end);
  }

  private long nextArrival(Link way, long latency) {
    lastArrivalNanos = Math.max(lastArrivalNanos + 1, way.arrival(kernel.now(), latency));
    return lastArrivalNanos;
  }

  private void tellPeer(boolean byReset) {
    SimChannel to = peer;
    if (to == null || to.state == State.CLOSED) {
      return;
    }
    Link way = known(forth);
    long latency = fabric.conditions().read().sample(way.dice);
    // A reset overtakes the data before it; an orderly end comes after all of it.
    long time = byReset ? way.arrival(kernel.now(), latency) : nextArrival(way, latency);
    kernel.at(time, to.brokenBy(byReset), to.life);
  }

  @Override
  protected void doClose() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      network.closed(this);
      tellPeer(!arrived.isEmpty());
      arrived.clear();
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
    if ((!arrived.isEmpty() || ended) && !deliveryQueued) {
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

  /// Bytes on their way; the event of their arrival.
  private record Segment(SimChannel to, ByteBuf bytes) implements Runnable {
    @Override
    public void run() {
      to.onLoop(() -> to.arrive(bytes));
    }
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
        connectLimit =
            eventLoop().schedule(() -> limitReached(address), limitMillis, TimeUnit.MILLISECONDS);
      }
      fabric.connect(SimChannel.this, address);
    }

    @Override
    protected void flush0() {
      // As long as the window is full, only its opening starts the next write.
      if (!windowFull) {
        super.flush0();
      }
    }

    private void limitReached(InetSocketAddress address) {
      refused(new ConnectTimeoutException("connection timed out: " + address));
    }

    private void resume() {
      super.flush0();
    }
  }
}

package dev.moonpool.benchmarks.floor;

import dev.moonpool.benchmarks.contender.Calls;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/// The floor under every remote call: a frame of the same size is sent over one loopback
/// connection, echoed, and handed back to the blocked caller, with nothing else done to it.
///
/// Frames of all callers that are ready together are written with one flush, and the echo answers
/// what it read in one flush, as any serious protocol would. Each caller owns a slot, whose number
/// travels in the frame.
public final class NettyEcho implements Calls {
  private static final int HEADER_BYTES = 8; // the length that follows, then the caller's slot

  private final EventLoopGroup loops;
  private final Channel listener;
  private final Channel channel;
  private final Slot[] slots;
  private final int frameBytes;
  private final MpscUnboundedVarHandleArrayQueue<Slot> outgoing =
      new MpscUnboundedVarHandleArrayQueue<>(1_024);
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final Runnable flush = this::flush;

  /// Listens on loopback and connects to it, ready for `callers` callers that send frames of
  /// `frameBytes` bytes.
  public NettyEcho(int callers, int frameBytes) {
    this.frameBytes = frameBytes;
    slots = new Slot[callers];
    for (int i = 0; i < callers; i++) {
      slots[i] = new Slot(i);
    }
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(2, io);
    Class<? extends ServerChannel> server =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    Class<? extends Channel> client = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(server)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(frames(Echo::new))
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
    channel =
        new Bootstrap()
            .group(loops)
            .channel(client)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(frames(() -> new Receiver(slots)))
            .connect(listener.localAddress())
            .syncUninterruptibly()
            .channel();
  }

  @Override
  public long call(int target) {
    Slot slot = slots[target];
    slot.begin();
    outgoing.offer(slot);
    if (!flushing.get() && flushing.compareAndSet(false, true)) {
      channel.eventLoop().execute(flush);
    }
    return slot.await();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    listener.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void flush() {
    flushing.set(false);
    Slot slot = outgoing.poll();
    if (slot == null) {
      return;
    }
    ByteBuf batch = channel.alloc().buffer(64 * frameBytes);
    while (slot != null) {
      batch.writeInt(frameBytes - 4).writeInt(slot.number);
      batch.writeLong(++slot.sent).writeZero(frameBytes - HEADER_BYTES - 8);
      slot = outgoing.poll();
    }
    channel.writeAndFlush(batch, channel.voidPromise());
  }

  private static ChannelInitializer<SocketChannel> frames(Supplier<ChannelHandler> last) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new LengthFieldBasedFrameDecoder(1 << 20, 0, 4), last.get());
      }
    };
  }

  /// One caller's place to wait; at most one call is in flight for it.
  private static final class Slot {
    private final int number;
    private long sent; // the client's event loop
    private long answer; // written before, read after `caller` becomes null
    private volatile @Nullable Thread caller;

    Slot(int number) {
      this.number = number;
    }

    void begin() {
      caller = Thread.currentThread();
    }

    long await() {
      while (caller != null) {
        LockSupport.park(this);
      }
      return answer;
    }

    void complete(long value) {
      Thread waiting = caller;
      answer = value;
      caller = null;
      LockSupport.unpark(waiting);
    }
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      context.write(frame, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  private static final class Receiver extends ChannelInboundHandlerAdapter {
    private final Slot[] slots;

    Receiver(Slot[] slots) {
      this.slots = slots;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      ByteBuf bytes = (ByteBuf) frame;
      int number = bytes.getInt(4);
      long value = bytes.getLong(8);
      bytes.release();
      slots[number].complete(value);
    }
  }
}

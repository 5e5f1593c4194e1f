package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Echo;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The floor: Netty's own WebSocket codecs and nothing else, what one read brings answered with one
/// flush, on the event loop. No queue, no time limit, no reconnecting.
public final class NettyFloor extends Echo {
  private final EventLoopGroup loops;
  private final Channel channel;

  /// Connects.
  public NettyFloor(URI url) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(1, io);
    CompletableFuture<Channel> upgraded = new CompletableFuture<>();
    new Bootstrap()
        .group(loops)
        .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel made) {
                prepare(made, url, upgraded);
              }
            })
        .connect(url.getHost(), url.getPort())
        .addListener((Future<Void> done) -> failed(done, upgraded));
    channel = upgraded.join();
  }

  private static void failed(Future<Void> connected, CompletableFuture<Channel> upgraded) {
    if (!connected.isSuccess()) {
      upgraded.completeExceptionally(connected.cause());
    }
  }

  private void prepare(SocketChannel made, URI url, CompletableFuture<Channel> upgraded) {
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(url)
            .maxFramePayloadLength(1 << 20)
            .withUTF8Validator(false)
            .build();
    made.pipeline()
        .addLast(
            new HttpClientCodec(),
            new HttpObjectAggregator(1 << 16),
            new WebSocketClientProtocolHandler(config),
            new Listener(upgraded));
  }

  @Override
  protected void begin(String message, int count) {
    channel
        .eventLoop()
        .execute(
            () -> {
              super.begin(message, count);
              channel.flush();
            });
  }

  @Override
  protected void send(String message) {
    // Quicker than the frame's own way from a text, which takes a buffer off the heap's.
    ByteBuf bytes = channel.alloc().buffer(message.length());
    ByteBufUtil.writeUtf8(bytes, message);
    channel.write(new TextWebSocketFrame(bytes), channel.voidPromise());
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Listener extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<Channel> upgraded;

    Listener(CompletableFuture<Channel> upgraded) {
      this.upgraded = upgraded;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        upgraded.complete(context.channel());
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      TextWebSocketFrame frame = (TextWebSocketFrame) message;
      String text = frame.text();
      frame.release();
      received(text);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}

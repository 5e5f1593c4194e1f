package dev.moonpool.benchmarks.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The server: Netty's codecs on one event loop, what one read brings answered with one flush.
///
/// `/echo` sends everything back; `/reversed` does too, but in reverse order within what one read
/// brought, so that answers come out of order; `/feed` takes a number and sends an update for each
/// topic below it.
///
/// Prints its port, and ends when its standard input does.
public final class EchoServer {
  private EchoServer() {}

  /// Serves until standard input ends.
  public static void main(String[] arguments) throws IOException {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, io);
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    prepare(channel);
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
    System.out.println(((InetSocketAddress) listener.localAddress()).getPort());
    while (System.in.read() >= 0) {
      // Its end says that whoever started this is gone.
    }
    System.exit(0);
  }

  private static void prepare(SocketChannel channel) {
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/")
            .checkStartsWith(true)
            .decoderConfig(
                WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(1 << 20)
                    .allowExtensions(false)
                    .withUTF8Validator(false)
                    .build())
            .build();
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(),
            new HttpObjectAggregator(1 << 16),
            new WebSocketServerProtocolHandler(config),
            new Answers());
  }

  private static final class Answers extends ChannelInboundHandlerAdapter {
    private final List<WebSocketFrame> batch = new ArrayList<>();
    private boolean reversed;
    private boolean feeds;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete shaken) {
        reversed = shaken.requestUri().equals("/reversed");
        feeds = shaken.requestUri().equals("/feed");
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (feeds) {
        feed(context, ((WebSocketFrame) frame).content());
        ReferenceCountUtil.release(frame);
      } else if (reversed) {
        batch.add((WebSocketFrame) frame);
      } else {
        context.write(frame, context.voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      for (int i = batch.size() - 1; i >= 0; i--) {
        context.write(batch.get(i), context.voidPromise());
      }
      batch.clear();
      context.flush();
    }

    /// What is no number is a subscription, and not answered.
    private static void feed(ChannelHandlerContext context, ByteBuf asked) {
      if (asked.getByte(asked.readerIndex()) == '{') {
        return;
      }
      int topics = Integer.parseInt(asked.toString(StandardCharsets.US_ASCII));
      for (int i = 0; i < topics; i++) {
        String update = "{\"topic\":\"topic-%d\",\"price\":%d.5}".formatted(i, i + 1);
        ByteBuf bytes = Unpooled.wrappedBuffer(update.getBytes(StandardCharsets.US_ASCII));
        context.write(new TextWebSocketFrame(bytes), context.voidPromise());
      }
    }
  }
}

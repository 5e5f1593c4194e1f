package dev.moonpool.testkit;

import dev.moonpool.simulation.ProcessContext;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One life of a [SimWebSocketServer] on one process: the listening channel and its pipelines.
final class ScriptedListener {
  private static final int REQUEST_BYTES_MAX = 64 * 1024;
  private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

  private final SimWebSocketServer server;
  private final int process;
  private final ServerFaults faults;
  private final CompletableFuture<Channel> bound = new CompletableFuture<>();

  private ScriptedListener(SimWebSocketServer server, int process, ServerFaults faults) {
    this.server = server;
    this.process = process;
    this.faults = faults;
  }

  /// Listens at the address of the process, and returns when it does.
  static ScriptedListener listen(SimWebSocketServer server, ProcessContext context)
      throws InterruptedException, ExecutionException {
    ServerFaults faults = new ServerFaults(context.providers().randomness().split("server faults"));
    ScriptedListener listener = new ScriptedListener(server, context.index(), faults);
    context
        .providers()
        .network()
        .server()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                listener.build(channel);
              }
            })
        .bind(context.address())
        .addListener(
            (ChannelFuture future) -> {
              if (future.isSuccess()) {
                listener.bound.complete(future.channel());
              } else {
                listener.bound.completeExceptionally(future.cause());
              }
            });
    listener.bound.get();
    return listener;
  }

  /// Stops listening and ends the sockets of this life.
  void close() throws InterruptedException, ExecutionException {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    bound.get().close().addListener(_ -> closed.complete(true));
    server.dropAll(process);
    closed.get();
  }

  private void build(Channel channel) {
    WebSocketServerProtocolConfig upgrade =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/")
            .checkStartsWith(true)
            .subprotocols("*")
            .maxFramePayloadLength(MESSAGE_BYTES_MAX)
            .build();
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(REQUEST_BYTES_MAX))
        .addLast(new Refusing())
        .addLast(new WebSocketServerProtocolHandler(upgrade))
        .addLast(new WebSocketFrameAggregator(MESSAGE_BYTES_MAX))
        .addLast(new Served());
  }

  /// Answers an upgrade with an error status while the server refuses.
  private final class Refusing extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      int status = message instanceof FullHttpRequest ? refusal() : 0;
      if (status == 0) {
        context.fireChannelRead(message);
        return;
      }
      ((FullHttpRequest) message).release();
      FullHttpResponse refusal =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
      refusal.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
      context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private int refusal() {
    int asked = server.refusal();
    return asked == 0 && faults.refusesUpgrade() ? 503 : asked;
  }

  /// Hands a socket's messages to the script.
  private final class Served extends SimpleChannelInboundHandler<WebSocketFrame> {
    private @Nullable ServedSocket socket;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof HandshakeComplete upgraded) {
        socket = server.open(context.channel(), process, upgraded.requestUri());
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      ServedSocket open = socket;
      if (open == null) {
        return;
      }
      if (faults.dropsUnheard()) {
        open.drop();
        return;
      }
      boolean unanswered = faults.dropsUnanswered();
      if (unanswered) {
        open.silence();
      }
      switch (frame) {
        case TextWebSocketFrame text -> server.heard(open, text.text());
        case BinaryWebSocketFrame binary ->
            server.heard(open, ByteBufUtil.getBytes(binary.content()));
        default -> {}
      }
      if (unanswered) {
        open.drop();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      Log.failed(cause);
      context.close();
    }
  }

  private static final class Log {
    private static final Logger LOG = System.getLogger(SimWebSocketServer.class.getName());

    static void failed(Throwable cause) {
      LOG.log(Level.WARNING, "a socket of the simulated server failed", cause);
    }
  }
}

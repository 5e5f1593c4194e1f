package dev.moonpool.simulation;

import dev.moonpool.foundation.Providers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldPrepender;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// A blocking client of [EchoProcess]: one connection, made again when it breaks.
final class EchoClient {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Providers providers;
  private final InetSocketAddress address;
  private Channel channel;
  private ArrayDeque<CompletableFuture<byte[]>> waiting = new ArrayDeque<>();

  EchoClient(Providers providers, InetSocketAddress address) {
    this.providers = providers;
    this.address = address;
  }

  /// Sends `bytes` and gives what came back.
  byte[] echo(byte[] bytes) throws Exception {
    if (channel == null || !channel.isActive()) {
      connect();
    }
    CompletableFuture<byte[]> reply = new CompletableFuture<>();
    Channel used = channel;
    ArrayDeque<CompletableFuture<byte[]>> queue = waiting;
    used.eventLoop()
        .execute(
            () -> {
              if (!used.isActive()) {
                reply.completeExceptionally(new IOException("not connected"));
                return;
              }
              queue.add(reply);
              used.writeAndFlush(Unpooled.wrappedBuffer(bytes));
            });
    try {
      return providers.time().await(reply, PATIENCE, "an echo");
    } catch (TimeoutException | ExecutionException e) {
      close();
      throw new IOException("no echo", e);
    }
  }

  /// The same, again until it succeeds.
  byte[] echoAtLast(byte[] bytes) throws Exception {
    while (true) {
      try {
        return echo(bytes);
      } catch (IOException e) {
        providers.time().sleep(Duration.ofMillis(20));
      }
    }
  }

  void close() {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  private void connect() throws Exception {
    ArrayDeque<CompletableFuture<byte[]>> queue = new ArrayDeque<>();
    CompletableFuture<Channel> connected = new CompletableFuture<>();
    providers
        .network()
        .client()
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 1_000)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel made) {
                made.pipeline().addLast(EchoProcess.decoder());
                made.pipeline().addLast(new LengthFieldPrepender(4));
                made.pipeline().addLast(new Replies(queue));
              }
            })
        .connect(address)
        .addListener(
            (ChannelFuture future) -> {
              if (future.isSuccess()) {
                connected.complete(future.channel());
              } else {
                connected.completeExceptionally(future.cause());
              }
            });
    try {
      channel = connected.get();
      waiting = queue;
    } catch (ExecutionException e) {
      throw new IOException("no connection", e);
    }
  }

  private static final class Replies extends SimpleChannelInboundHandler<ByteBuf> {
    private final ArrayDeque<CompletableFuture<byte[]>> queue;

    Replies(ArrayDeque<CompletableFuture<byte[]>> queue) {
      this.queue = queue;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
      byte[] bytes = new byte[frame.readableBytes()];
      frame.readBytes(bytes);
      CompletableFuture<byte[]> reply = queue.poll();
      if (reply != null) {
        reply.complete(bytes);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      fail(new IOException("connection closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      fail(cause);
      context.close();
    }

    private void fail(Throwable cause) {
      CompletableFuture<byte[]> reply = queue.poll();
      while (reply != null) {
        reply.completeExceptionally(cause);
        reply = queue.poll();
      }
    }
  }
}

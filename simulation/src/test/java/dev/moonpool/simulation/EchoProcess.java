package dev.moonpool.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import java.util.concurrent.CompletableFuture;

/// Listens on its address and sends every frame back.
final class EchoProcess implements Process {
  private static final int FRAME_BYTES_MAX = 1 << 22;

  static LengthFieldBasedFrameDecoder decoder() {
    return new LengthFieldBasedFrameDecoder(FRAME_BYTES_MAX, 0, 4, 0, 4);
  }

  @Override
  public void start(ProcessContext context) throws Exception {
    CompletableFuture<Channel> bound = new CompletableFuture<>();
    context
        .providers()
        .network()
        .server()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(decoder());
                channel.pipeline().addLast(new LengthFieldPrepender(4));
                channel.pipeline().addLast(new Echo());
              }
            })
        .bind(context.address())
        .addListener(
            future -> {
              if (future.isSuccess()) {
                bound.complete(null);
              } else {
                bound.completeExceptionally(future.cause());
              }
            });
    bound.get();
  }

  private static final class Echo extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
      context.writeAndFlush(frame.retain());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}

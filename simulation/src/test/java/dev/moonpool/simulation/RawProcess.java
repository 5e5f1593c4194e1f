package dev.moonpool.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.CompletableFuture;

/// Takes a number of bytes as they come, and gives them to the shared [RawReceived].
final class RawProcess implements Process {
  private final byte[] bytes;
  private int filled;

  RawProcess(int length) {
    this.bytes = new byte[length];
  }

  @Override
  public void start(ProcessContext context) throws Exception {
    RawReceived received = context.shared(RawReceived.class);
    CompletableFuture<Void> bound = new CompletableFuture<>();
    context
        .providers()
        .network()
        .server()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Taker(received));
              }
            })
        .bind(context.address())
        .addListener(future -> bound.complete(null));
    bound.get();
  }

  private final class Taker extends SimpleChannelInboundHandler<ByteBuf> {
    private final RawReceived received;

    private Taker(RawReceived received) {
      this.received = received;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf arrived) {
      int length = arrived.readableBytes();
      arrived.readBytes(bytes, filled, length);
      received.soFar.write(bytes, filled, length);
      filled += length;
      if (filled == bytes.length) {
        received.bytes.complete(bytes);
      }
    }
  }
}

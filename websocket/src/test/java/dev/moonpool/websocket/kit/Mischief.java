package dev.moonpool.websocket.kit;

import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Randomness;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.List;

/// Whether a server misbehaves now, and how. Only in simulations, where fault points fire.
///
/// Each way of misbehaving is a fault point of its own, so that a seed has some of them and not
/// others, and none once the world has healed.
final class Mischief {
  private final Randomness random;
  private final boolean on;

  Mischief(Randomness random, boolean on) {
    this.random = random;
    this.on = on;
  }

  /// With this probability, if the seed has this site and it fires.
  boolean happens(String site, double chance) {
    return on && random.chance(chance) && FaultPoint.fires("line-server." + site);
  }

  /// One of these.
  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// How long to take for an answer that comes late.
  Duration lateness() {
    return Duration.ofMillis(random.nextLong(1, 2_000));
  }

  /// How many messages a socket may have before something happens to it; often few.
  int messages() {
    return random.nextInt(random.chance(0.5) ? 4 : 40);
  }

  /// What ends a socket after some bytes, anywhere in a frame or in the upgrade.
  Cutter cutter() {
    long in = happens("cuts-in", 0.5) ? random.nextLong(0, 1_200) : Long.MAX_VALUE;
    long out = happens("cuts-out", 0.5) ? random.nextLong(0, 1_200) : Long.MAX_VALUE;
    return new Cutter(in, out, () -> {});
  }

  /// Ends a socket when so many bytes have gone through it, in the middle of whatever it is.
  static final class Cutter extends ChannelDuplexHandler {
    private long inLeft;
    private long outLeft;
    private final Runnable onCut;

    Cutter(long bytesIn, long bytesOut, Runnable onCut) {
      this.inLeft = bytesIn;
      this.outLeft = bytesOut;
      this.onCut = onCut;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      long arrived = bytes.readableBytes();
      if (arrived >= inLeft) {
        bytes.writerIndex(bytes.readerIndex() + (int) inLeft);
      }
      inLeft -= Math.min(inLeft, arrived);
      context.fireChannelRead(bytes);
      if (inLeft == 0) {
        cut(context);
      }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ByteBuf bytes = (ByteBuf) message;
      long leaving = bytes.readableBytes();
      if (leaving < outLeft) {
        outLeft -= leaving;
        context.write(bytes, promise);
        return;
      }
      bytes.writerIndex(bytes.readerIndex() + (int) outLeft);
      outLeft = 0;
      context.writeAndFlush(bytes, promise);
      cut(context);
    }

    private void cut(ChannelHandlerContext context) {
      if (context.channel().isOpen()) {
        context.close();
        onCut.run();
      }
    }
  }
}

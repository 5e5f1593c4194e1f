package dev.moonpool.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/// Hears that bytes arrive, before anything makes sense of them: half a frame is a sign of life
/// too.
///
/// It also counts bytes both ways, and marks what is read at once, so that all that is written in
/// answer is flushed together.
final class Ear<M> extends ChannelDuplexHandler {
  private final Socket<M> socket;
  private long writtenBytes;

  Ear(Socket<M> socket) {
    this.socket = socket;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Driver<M> driver = socket.driver();
    driver.session().heard(socket.attempt());
    if (message instanceof ByteBuf bytes) {
      driver.counters().bytesIn.add(bytes.readableBytes());
    }
    driver.readBegins();
    try {
      context.fireChannelRead(message);
    } finally {
      driver.readEnds();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      writtenBytes += bytes.readableBytes();
      socket.driver().counters().bytesOut.add(bytes.readableBytes());
    }
    context.write(message, promise);
  }

  /// How many bytes were handed to the socket.
  long writtenBytes() {
    return writtenBytes;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    socket.driver().readComplete();
    context.fireChannelReadComplete();
  }
}

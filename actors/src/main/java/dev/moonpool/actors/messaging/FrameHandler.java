package dev.moonpool.actors.messaging;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.util.List;

/// Tells a connection what happens to its channel.
final class FrameHandler extends ByteToMessageDecoder {
  private final Connection connection;

  FrameHandler(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connection.active();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    connection.read(in);
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    connection.inactive(in.readableBytes());
    in.skipBytes(in.readableBytes());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    connection.writabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable inner = cause.getCause();
    connection.failed(cause instanceof DecoderException && inner != null ? inner : cause);
  }
}

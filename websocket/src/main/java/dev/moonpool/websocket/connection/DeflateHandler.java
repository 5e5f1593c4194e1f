package dev.moonpool.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/// Compresses the messages that we send, as far back as was agreed on.
///
/// The JDK's zlib always refers as far back as 32 KiB. Where the server allows less, what is
/// compressed is cut into pieces of what it allows, with everything forgotten in between: then no
/// reference can go further back than its piece.
///
/// Confined to the event loop.
final class DeflateHandler extends ChannelOutboundHandlerAdapter {
  private static final int COMPRESSED = 4;

  /// The end of each message, which is not sent.
  private static final int TAIL_BYTES = 4;

  /// Less room than this could make zlib mark one end twice.
  private static final int ROOM_BYTES_MIN = 64;

  private final DeflateAgreement agreement;
  private final Deflater deflater;

  DeflateHandler(DeflateAgreement agreement) {
    this.agreement = agreement;
    this.deflater = new Deflater(agreement.level(), true);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof WebSocketFrame frame && mayBeSmaller(frame)) {
      context.write(deflated(context, frame), promise);
    } else {
      context.write(message, promise);
    }
  }

  private boolean mayBeSmaller(WebSocketFrame frame) {
    boolean isData = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    // Nothing can be made of nothing: zlib does not even mark its end a second time.
    return isData && frame.content().readableBytes() >= Math.max(1, agreement.thresholdBytes());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    deflater.end();
  }

  /// The same message, compressed; messages are written in one frame.
  private WebSocketFrame deflated(ChannelHandlerContext context, WebSocketFrame frame) {
    ByteBuf content = frame.content();
    ByteBuf to = context.alloc().buffer(ROOM_BYTES_MIN + content.readableBytes() / 2);
    try {
      deflate(content.nioBuffer(), to);
    } finally {
      frame.release();
    }
    to.writerIndex(to.writerIndex() - TAIL_BYTES);
    if (agreement.clientForgets()) {
      deflater.reset();
    }
    return frame instanceof TextWebSocketFrame
        ? new TextWebSocketFrame(true, COMPRESSED, to)
        : new BinaryWebSocketFrame(true, COMPRESSED, to);
  }

  private void deflate(ByteBuffer from, ByteBuf to) {
    if (agreement.clientWindowBits() == DeflateAgreement.WINDOW_BITS_MAX) {
      deflate(from, to, Deflater.SYNC_FLUSH);
      return;
    }
    int pieceBytes = 1 << agreement.clientWindowBits();
    do {
      int length = Math.min(pieceBytes, from.remaining());
      deflate(from.slice(from.position(), length), to, Deflater.FULL_FLUSH);
      from.position(from.position() + length);
    } while (from.hasRemaining());
  }

  private void deflate(ByteBuffer from, ByteBuf to, int flush) {
    deflater.setInput(from);
    int room;
    int count;
    do {
      to.ensureWritable(ROOM_BYTES_MIN);
      room = to.writableBytes();
      count = deflater.deflate(to.nioBuffer(to.writerIndex(), room), flush);
      to.writerIndex(to.writerIndex() + count);
    } while (count == room);
  }
}

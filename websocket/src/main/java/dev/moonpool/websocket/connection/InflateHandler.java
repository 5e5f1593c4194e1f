package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Coverage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates the messages of a server that compresses them, and refuses frames that say what was
/// not agreed on.
///
/// What a message inflates to is counted while it is inflated, so one that is made to burst costs
/// no more memory than the largest message does. After a violation nothing is looked at.
///
/// Confined to the event loop.
final class InflateHandler extends ChannelInboundHandlerAdapter {
  private static final int COMPRESSED = 4;
  private static final int UNKNOWN_BITS = 3;
  private static final int PIECE_BYTES = 256;

  /// The end of each message, which is not sent.
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Inflater inflater = new Inflater(true);
  private final boolean forgets;
  private final int bytesMax;

  /// Whether the message that is under way is compressed.
  private boolean compressed;

  private long inflatedBytes;
  private boolean violated;

  /// @param forgets whether each message begins without a context
  /// @param bytesMax how large a message may be once inflated
  InflateHandler(boolean forgets, int bytesMax) {
    this.forgets = forgets;
    this.bytesMax = bytesMax;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    WebSocketFrame frame = (WebSocketFrame) message;
    if (violated) {
      frame.release();
      return;
    }
    WebSocketFrame plain;
    try {
      plain = plain(context, frame);
    } catch (CorruptedWebSocketFrameException e) {
      violated = true;
      frame.release();
      throw e;
    }
    context.fireChannelRead(plain);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    inflater.end();
  }

  private WebSocketFrame plain(ChannelHandlerContext context, WebSocketFrame frame) {
    boolean begins = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    boolean isData = begins || frame instanceof ContinuationWebSocketFrame;
    if ((frame.rsv() & UNKNOWN_BITS) != 0 || (frame.rsv() != 0 && !begins)) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.PROTOCOL_ERROR, "a frame with reserved bits " + frame.rsv());
    }
    if (begins) {
      compressed = frame.rsv() == COMPRESSED;
      inflatedBytes = 0;
    }
    if (!isData || !compressed) {
      return frame;
    }
    ByteBuf inflated = context.alloc().buffer(PIECE_BYTES);
    try {
      inflate(frame.content().nioBuffer(), inflated);
      if (frame.isFinalFragment()) {
        inflate(ByteBuffer.wrap(TAIL), inflated);
        if (forgets) {
          inflater.reset();
        }
      }
    } catch (CorruptedWebSocketFrameException e) {
      inflated.release();
      throw e;
    }
    WebSocketFrame plain = like(frame, inflated);
    frame.release();
    return plain;
  }

  private void inflate(ByteBuffer from, ByteBuf to) {
    inflater.setInput(from);
    while (true) {
      int room = (int) Math.min(Math.max(PIECE_BYTES, to.readableBytes()), left() + 1);
      to.ensureWritable(room);
      int count = inflated(to.nioBuffer(to.writerIndex(), room));
      to.writerIndex(to.writerIndex() + count);
      inflatedBytes += count;
      if (inflatedBytes > bytesMax) {
        Coverage.reached("websocket.inflated-too-far");
        throw new CorruptedWebSocketFrameException(
            WebSocketCloseStatus.MESSAGE_TOO_BIG,
            "a message that inflates to more than " + bytesMax + " bytes");
      }
      if (inflater.finished()) {
        // A final block may end anywhere; what follows begins anew.
        ByteBuffer rest = from.slice();
        inflater.reset();
        inflater.setInput(rest);
        from = rest;
        if (!rest.hasRemaining()) {
          return;
        }
      } else if (count == 0) {
        return;
      }
    }
  }

  private long left() {
    return bytesMax - inflatedBytes;
  }

  private int inflated(ByteBuffer to) {
    try {
      return inflater.inflate(to);
    } catch (DataFormatException e) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "what does not inflate: " + e.getMessage());
    }
  }

  private static WebSocketFrame like(WebSocketFrame frame, ByteBuf content) {
    boolean last = frame.isFinalFragment();
    return switch (frame) {
      case TextWebSocketFrame text -> new TextWebSocketFrame(last, 0, content);
      case BinaryWebSocketFrame binary -> new BinaryWebSocketFrame(last, 0, content);
      default -> new ContinuationWebSocketFrame(last, 0, content);
    };
  }
}

package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes messages of frames, checks that text is UTF-8 and that no message is too large.
///
/// The frame decoder has seen to it that the frames come in an order that makes sense.
final class Assembler {
  private static final byte[] NOTHING = {};
  private static final char REPLACEMENT = '\uFFFD';
  private static final int SCRATCH_BYTES_MIN = 1024;
  private static final int SCRATCH_BYTES_MAX = 64 * 1024;

  private final int bytesMax;
  private byte[] partial = NOTHING;
  private int partialLength;
  private boolean isText;

  /// Where the bytes of a text lie while it is read.
  private byte[] scratch = NOTHING;

  Assembler(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Takes a data frame.
  ///
  /// @return the message that it completes; null if it completes none
  /// @throws CorruptedWebSocketFrameException with the status to close with
  @Nullable WsMessage add(WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame) {
      isText = true;
    } else if (frame instanceof BinaryWebSocketFrame) {
      isText = false;
    }
    ByteBuf content = frame.content();
    if (partialLength + (long) content.readableBytes() > bytesMax) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message of more than " + bytesMax + " bytes");
    }
    if (frame.isFinalFragment() && partialLength == 0) {
      return isText ? WsMessage.text(text(content)) : WsMessage.binary(bytes(content));
    }
    append(content);
    if (!frame.isFinalFragment()) {
      return null;
    }
    byte[] whole = partial;
    int length = partialLength;
    partial = NOTHING;
    partialLength = 0;
    return isText
        ? WsMessage.text(text(whole, 0, length))
        : WsMessage.binary(Arrays.copyOf(whole, length));
  }

  private void append(ByteBuf content) {
    int length = content.readableBytes();
    if (partialLength + length > partial.length) {
      long wanted = Math.max(2L * partial.length, partialLength + length);
      partial = Arrays.copyOf(partial, (int) Math.min(wanted, bytesMax));
    }
    content.getBytes(content.readerIndex(), partial, partialLength, length);
    partialLength += length;
  }

  private static byte[] bytes(ByteBuf content) {
    byte[] bytes = new byte[content.readableBytes()];
    content.getBytes(content.readerIndex(), bytes);
    return bytes;
  }

  private String text(ByteBuf content) {
    int length = content.readableBytes();
    if (content.hasArray()) {
      return text(content.array(), content.arrayOffset() + content.readerIndex(), length);
    }
    if (length > SCRATCH_BYTES_MAX) {
      return text(bytes(content), 0, length);
    }
    if (length > scratch.length) {
      scratch = new byte[Math.max(SCRATCH_BYTES_MIN, Integer.highestOneBit(length) * 2)];
    }
    content.getBytes(content.readerIndex(), scratch, 0, length);
    return text(scratch, 0, length);
  }

  /// The JDK reads UTF-8 quickly but does not tell whether it was; what was not has become the
  /// replacement character, and only a text that holds it is looked at again.
  private static String text(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      check(ByteBuffer.wrap(bytes, from, length));
    }
    return text;
  }

  private static void check(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a text that is not UTF-8", e);
    }
  }
}

package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Makes messages of frames, checks that text is UTF-8 and that no message is too large.
///
/// The frame decoder has seen to it that the frames come in an order that makes sense.
final class Assembler {
  private static final byte[] NOTHING = {};

  private final int bytesMax;
  private byte[] partial = NOTHING;
  private int partialLength;
  private boolean isText;

  Assembler(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Takes a data frame.
  ///
  /// @return the message that it completes, if it does
  /// @throws CorruptedWebSocketFrameException with the status to close with
  Optional<WsMessage> add(WebSocketFrame frame) {
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
      return Optional.of(message(ByteBufUtil.getBytes(content)));
    }
    append(content);
    if (!frame.isFinalFragment()) {
      return Optional.empty();
    }
    byte[] whole = Arrays.copyOf(partial, partialLength);
    partial = NOTHING;
    partialLength = 0;
    return Optional.of(message(whole));
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

  private WsMessage message(byte[] bytes) {
    if (!isText) {
      return WsMessage.binary(bytes);
    }
    try {
      return WsMessage.text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a text that is not UTF-8", e);
    }
  }
}

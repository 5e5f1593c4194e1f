package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameMaskGenerator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is written to one socket until it is flushed.
///
/// Messages become frames here, as RFC 6455 has them in section 5.2, masked, one behind the other
/// in
/// one buffer: many small ones are one write with one promise. Only where messages are compressed
/// do they go through the pipeline as frames of their own. Control frames always do, behind the
/// messages before them.
///
/// Confined to the event loop.
final class FrameBatch<M> {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int SHORT = 126;
  private static final int LONG = 127;
  private static final int HEADER_BYTES_MAX = 14;

  /// A buffer of this size is handed to the channel, which tells when too much waits in it.
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int BUFFER_BYTES_MIN = 512;

  /// Longer texts are encoded into an array of their own, so that none stays with the connection.
  private static final int SCRATCH_CHARS_MAX = 4_096;

  private static final int SCRATCH_CHARS_MIN = 128;

  /// How many bytes one `char` can become.
  private static final int UTF_8_BYTES_MAX = 3;

  private final Channel channel;
  private final WebSocketFrameMaskGenerator masks;
  private final boolean compresses;
  private @Nullable ByteBuf buffer;
  private List<Outgoing<M>> unwritten = new ArrayList<>();

  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  // Where a text lies while it is encoded and masked.
  private CharBuffer scratchChars = CharBuffer.allocate(0);
  private ByteBuffer scratchBytes = ByteBuffer.allocate(0);

  /// What the last buffer came to: the next one is as large.
  private int lastBytes = BUFFER_BYTES_MIN;

  /// Whether the channel has something that is not flushed.
  private boolean dirty;

  /// @param compresses whether messages must pass the pipeline as frames
  FrameBatch(Channel channel, WebSocketFrameMaskGenerator masks, boolean compresses) {
    this.channel = channel;
    this.masks = masks;
    this.compresses = compresses;
  }

  /// Writes a message; `outgoing` wants to know when it is written, if there is one.
  void add(WsMessage message, @Nullable Outgoing<M> outgoing) {
    if (compresses) {
      ChannelFuture written = write(frame(message));
      if (wantsToKnow(outgoing)) {
        written.addListener(done -> settle(done.isSuccess(), outgoing));
      }
      return;
    }
    switch (message) {
      case WsMessage.Text(String text) -> append(text);
      case WsMessage.Binary(byte[] copy) -> append(BINARY, copy, copy.length);
    }
    if (wantsToKnow(outgoing)) {
      unwritten.add(outgoing);
    }
    ByteBuf filled = buffer;
    if (filled != null && filled.readableBytes() >= BUFFER_BYTES) {
      drain();
    }
  }

  /// Writes a frame behind all messages.
  ChannelFuture write(WebSocketFrame frame) {
    drain();
    dirty = true;
    return channel.write(frame);
  }

  /// Sends what was written.
  void flush() {
    drain();
    if (dirty) {
      dirty = false;
      channel.flush();
    }
  }

  /// Gives up what was not handed to the channel.
  void discard() {
    ByteBuf filled = buffer;
    buffer = null;
    if (filled != null) {
      filled.release();
    }
    List<Outgoing<M>> failing = unwritten;
    unwritten = new ArrayList<>();
    failing.forEach(each -> settle(false, each));
  }

  /// A frame that is the message.
  static WebSocketFrame frame(WsMessage message) {
    return switch (message) {
      case WsMessage.Text(String text) -> new TextWebSocketFrame(text);
      case WsMessage.Binary(byte[] copy) -> new BinaryWebSocketFrame(Unpooled.wrappedBuffer(copy));
    };
  }

  private static boolean wantsToKnow(@Nullable Outgoing<?> outgoing) {
    return outgoing != null && !outgoing.awaitsReply();
  }

  private static void settle(boolean success, @Nullable Outgoing<?> outgoing) {
    if (outgoing == null) {
      return;
    }
    if (success) {
      outgoing.written();
    } else {
      outgoing.fail(Outgoing::lost);
    }
  }

  private void append(String text) {
    if (text.length() > SCRATCH_CHARS_MAX) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      append(TEXT, bytes, bytes.length);
    } else {
      int length = encoded(text);
      append(TEXT, scratchBytes.array(), length);
    }
  }

  /// Puts a text's bytes into the scratch. Both steps are loops of the JDK's own over arrays.
  ///
  /// @return how many
  private int encoded(String text) {
    int length = text.length();
    if (length > scratchChars.capacity()) {
      int capacity = Math.max(SCRATCH_CHARS_MIN, 2 * Integer.highestOneBit(length));
      scratchChars = CharBuffer.allocate(capacity);
      scratchBytes = ByteBuffer.allocate(capacity * UTF_8_BYTES_MAX);
    }
    text.getChars(0, length, scratchChars.array(), 0);
    scratchChars.clear().limit(length);
    scratchBytes.clear();
    encoder.reset().encode(scratchChars, scratchBytes, true);
    encoder.flush(scratchBytes);
    return scratchBytes.position();
  }

  /// @param payload masked in place
  private void append(int kind, byte[] payload, int length) {
    int mask = masks.nextMask();
    mask(payload, length, mask);
    ByteBuf to = room(HEADER_BYTES_MAX + length);
    to.writeByte(kind);
    if (length < SHORT) {
      to.writeByte(MASKED | length);
    } else if (length <= 0xFFFF) {
      to.writeByte(MASKED | SHORT).writeShort(length);
    } else {
      to.writeByte(MASKED | LONG).writeLong(length);
    }
    to.writeInt(mask).writeBytes(payload, 0, length);
  }

  private ByteBuf room(int bytes) {
    ByteBuf now = buffer;
    if (now != null && now.readableBytes() + bytes > BUFFER_BYTES) {
      drain();
      now = buffer;
    }
    if (now == null) {
      now = channel.alloc().buffer(Math.max(bytes, lastBytes));
      buffer = now;
    }
    return now;
  }

  /// Hands the buffer to the channel.
  private void drain() {
    ByteBuf filled = buffer;
    if (filled == null) {
      return;
    }
    buffer = null;
    dirty = true;
    lastBytes = Math.clamp(filled.readableBytes(), BUFFER_BYTES_MIN, BUFFER_BYTES);
    if (unwritten.isEmpty()) {
      channel.write(filled);
      return;
    }
    List<Outgoing<M>> telling = unwritten;
    unwritten = new ArrayList<>(telling.size());
    channel
        .write(filled)
        .addListener(
            done -> {
              boolean success = done.isSuccess();
              telling.forEach(each -> settle(success, each));
            });
  }

  /// Each byte with its byte of the mask, eight at a time.
  private static void mask(byte[] bytes, int length, int mask) {
    int reversed = Integer.reverseBytes(mask);
    long wide = (long) reversed << 32 | Integer.toUnsignedLong(reversed);
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
    }
    for (; at < length; at++) {
      bytes[at] ^= (byte) (reversed >>> (Byte.SIZE * (at & 3)));
    }
  }
}

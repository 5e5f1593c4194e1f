package dev.moonpool.actors.messaging;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the body of one frame and never a byte beyond it.
///
/// Every read checks what is left first, so that a length that lies is an [EnvelopeException]
/// before anything is allocated for it. Used again for each frame of a connection.
final class WireReader {
  private static final byte[] EMPTY = {};

  private @Nullable ByteBuf buffer;
  private int position;
  private int end;

  /// Begins with the bytes of `buffer` from `start` up to but not including `end`.
  void begin(ByteBuf buffer, int start, int end) {
    this.buffer = buffer;
    this.position = start;
    this.end = end;
  }

  /// Lets go of the buffer.
  void finish() {
    buffer = null;
  }

  int remaining() {
    return end - position;
  }

  int u8(String what) throws EnvelopeException {
    return buffer().getUnsignedByte(advance(1, what));
  }

  int u16(String what) throws EnvelopeException {
    return buffer().getUnsignedShortLE(advance(2, what));
  }

  int i32(String what) throws EnvelopeException {
    return buffer().getIntLE(advance(4, what));
  }

  long i64(String what) throws EnvelopeException {
    return buffer().getLongLE(advance(8, what));
  }

  /// A number of 0 to `max` in one byte.
  int count(String what, int max) throws EnvelopeException {
    int count = u8(what);
    if (count > max) {
      throw new EnvelopeException("%s: %d entries, limit %d".formatted(what, count, max));
    }
    return count;
  }

  /// A text with a length of one byte.
  String shortText(String what) throws EnvelopeException {
    return text(u8(what), what);
  }

  /// A text with a length of two bytes.
  String longText(String what, int bytesMax) throws EnvelopeException {
    int length = u16(what);
    if (length > bytesMax) {
      throw tooLong(what, length, bytesMax);
    }
    return text(length, what);
  }

  /// Bytes with a length of four bytes.
  byte[] bytes(String what, int bytesMax) throws EnvelopeException {
    int length = i32(what);
    if (length < 0 || length > bytesMax) {
      throw tooLong(what, Integer.toUnsignedLong(length), bytesMax);
    }
    if (length == 0) {
      return EMPTY;
    }
    int from = advance(length, what);
    byte[] bytes = new byte[length];
    buffer().getBytes(from, bytes);
    return bytes;
  }

  /// Steps over `length` bytes.
  ///
  /// @return the index in the buffer of the first of them
  int advance(int length, String what) throws EnvelopeException {
    if (length > end - position) {
      throw new EnvelopeException(
          "%s needs %d bytes, the frame has %d left".formatted(what, length, end - position));
    }
    int from = position;
    position += length;
    return from;
  }

  ByteBuf buffer() {
    ByteBuf read = buffer;
    if (read == null) {
      throw new IllegalStateException("no frame is being read");
    }
    return read;
  }

  private String text(int length, String what) throws EnvelopeException {
    if (length == 0) {
      return "";
    }
    int from = advance(length, what);
    return buffer().toString(from, length, StandardCharsets.UTF_8);
  }

  private static EnvelopeException tooLong(String what, long length, int bytesMax) {
    return new EnvelopeException("%s: %d bytes, limit %d".formatted(what, length, bytesMax));
  }
}

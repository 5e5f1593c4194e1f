package dev.moonpool.actors.messaging;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads the body of one frame and never a byte beyond it.
///
/// Every read checks what is left first, so that a length that lies is an [EnvelopeException]
/// before anything is allocated for it. Used again for each frame of a connection.
final class WireReader {
  private static final byte[] EMPTY = {};
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private byte[] bytes = EMPTY;
  private int position;
  private int end;

  /// Begins with `bytes` from `start` up to but not including `end`.
  void begin(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /// Lets go of the array.
  void finish() {
    bytes = EMPTY;
    position = 0;
    end = 0;
  }

  int remaining() {
    return end - position;
  }

  /// Where the bytes are that [#advance] gives indices of.
  byte[] array() {
    return bytes;
  }

  int u8(String what) throws EnvelopeException {
    return bytes[advance(1, what)] & 0xFF;
  }

  int u16(String what) throws EnvelopeException {
    return (short) SHORTS.get(bytes, advance(2, what)) & 0xFFFF;
  }

  int i32(String what) throws EnvelopeException {
    return (int) INTS.get(bytes, advance(4, what));
  }

  long i64(String what) throws EnvelopeException {
    return (long) LONGS.get(bytes, advance(8, what));
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
  byte[] longBytes(String what, int bytesMax) throws EnvelopeException {
    int length = i32(what);
    if (length < 0 || length > bytesMax) {
      throw tooLong(what, Integer.toUnsignedLong(length), bytesMax);
    }
    if (length == 0) {
      return EMPTY;
    }
    int from = advance(length, what);
    byte[] copy = new byte[length];
    System.arraycopy(bytes, from, copy, 0, length);
    return copy;
  }

  /// Steps over `length` bytes.
  ///
  /// @return the index in the array of the first of them
  int advance(int length, String what) throws EnvelopeException {
    int from = position;
    if (length > end - from) {
      throw tooShort(what, length);
    }
    position = from + length;
    return from;
  }

  private String text(int length, String what) throws EnvelopeException {
    if (length == 0) {
      return "";
    }
    int from = advance(length, what);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  private EnvelopeException tooShort(String what, int length) {
    return new EnvelopeException(
        "%s needs %d bytes, the frame has %d left".formatted(what, length, end - position));
  }

  private static EnvelopeException tooLong(String what, long length, int bytesMax) {
    return new EnvelopeException("%s: %d bytes, limit %d".formatted(what, length, bytesMax));
  }

  private static VarHandle view(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
  }
}

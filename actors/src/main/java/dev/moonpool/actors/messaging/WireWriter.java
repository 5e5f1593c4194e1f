package dev.moonpool.actors.messaging;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Gathers frames in an array, little-endian.
///
/// An array, because writing some thirty small fields costs half there of what it costs in a direct
/// buffer; all frames of a burst are then copied at once.
final class WireWriter {
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);
  private static final int BYTES_MIN = 1024;

  /// An array that has grown beyond this is not kept: a connection must not hold the room of its
  /// largest frame for ever.
  private static final int BYTES_KEPT_MAX = 128 * 1024;

  private byte[] bytes = new byte[BYTES_MIN];
  private int size;

  int size() {
    return size;
  }

  /// What is gathered; the first [#size] bytes count.
  byte[] array() {
    return bytes;
  }

  /// Begins anew.
  void clear() {
    size = 0;
    if (bytes.length > BYTES_KEPT_MAX) {
      bytes = new byte[BYTES_MIN];
    }
  }

  /// Forgets what was gathered behind `size`.
  void truncate(int size) {
    this.size = size;
  }

  WireWriter u8(int value) {
    int at = advance(1);
    bytes[at] = (byte) value;
    return this;
  }

  WireWriter u16(int value) {
    int at = advance(2);
    SHORTS.set(bytes, at, (short) value);
    return this;
  }

  WireWriter i32(int value) {
    int at = advance(4);
    INTS.set(bytes, at, value);
    return this;
  }

  WireWriter i64(long value) {
    int at = advance(8);
    LONGS.set(bytes, at, value);
    return this;
  }

  /// Writes over eight bytes that are there already.
  void setI64(int at, long value) {
    LONGS.set(bytes, at, value);
  }

  WireWriter bytes(byte[] source, int length) {
    int at = advance(length);
    System.arraycopy(source, 0, bytes, at, length);
    return this;
  }

  /// Bytes with a length of one byte.
  WireWriter shortBytes(byte[] source) {
    return u8(source.length).bytes(source, source.length);
  }

  /// Bytes with a length of four bytes.
  WireWriter longBytes(byte[] source) {
    return i32(source.length).bytes(source, source.length);
  }

  /// A text with a length of two bytes, cut off at a character if it is too long.
  WireWriter text(String text, int bytesMax) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int length = utf8.length;
    if (length > bytesMax) {
      length = bytesMax;
      while ((utf8[length] & 0xC0) == 0x80) {
        length--; // not in the middle of a character
      }
    }
    return u16(length).bytes(utf8, length);
  }

  private int advance(int more) {
    int at = size;
    if (more > bytes.length - at) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
    }
    size = at + more;
    return at;
  }

  private static VarHandle view(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
  }
}

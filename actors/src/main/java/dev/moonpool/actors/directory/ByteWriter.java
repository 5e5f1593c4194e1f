package dev.moonpool.actors.directory;

import dev.moonpool.foundation.Invariant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the fields of a question or an answer one after the other, little-endian. One thread's.
final class ByteWriter {
  private static final int FIRST_BYTES = 256;

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  ByteWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  ByteWriter u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  ByteWriter i64(long value) {
    room(8).putLong(value);
    return this;
  }

  ByteWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    Invariant.check(utf8.length <= 0xffff, "a text has 65,535 bytes at most");
    u16(utf8.length);
    room(utf8.length).put(utf8);
    return this;
  }

  int size() {
    return bytes.position();
  }

  byte[] toBytes() {
    Invariant.check(
        size() <= DirectoryTransport.BYTES_MAX,
        () -> "a question or answer fits its bound; this has %d bytes".formatted(size()));
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private ByteBuffer room(int count) {
    if (bytes.remaining() < count) {
      int size = Math.max(2 * bytes.capacity(), bytes.position() + count);
      ByteBuffer larger = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      bytes = larger.put(bytes.flip());
    }
    return bytes;
  }
}

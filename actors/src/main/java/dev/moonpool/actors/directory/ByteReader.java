package dev.moonpool.actors.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads what [ByteWriter] wrote. Every length is checked against what is left and against its
/// limit before anything is allocated. One thread's.
final class ByteReader {
  private final ByteBuffer bytes;

  ByteReader(byte[] body) throws GarbageException {
    if (body.length > DirectoryTransport.BYTES_MAX) {
      throw new GarbageException(
          "a directory body has %d bytes at most, this has %d"
              .formatted(DirectoryTransport.BYTES_MAX, body.length));
    }
    bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
  }

  int u8() throws GarbageException {
    demand(1);
    return bytes.get() & 0xff;
  }

  int u16() throws GarbageException {
    demand(2);
    return bytes.getShort() & 0xffff;
  }

  long i64() throws GarbageException {
    demand(8);
    return bytes.getLong();
  }

  boolean flag() throws GarbageException {
    int value = u8();
    if (value > 1) {
      throw new GarbageException("a flag is 0 or 1, this is " + value);
    }
    return value == 1;
  }

  String text(int bytesMax) throws GarbageException {
    int length = u16();
    if (length > bytesMax) {
      throw new GarbageException(
          "a text has %d bytes at most here, this claims %d".formatted(bytesMax, length));
    }
    demand(length);
    String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }

  void end() throws GarbageException {
    if (bytes.hasRemaining()) {
      throw new GarbageException("%d bytes too many".formatted(bytes.remaining()));
    }
  }

  int remaining() {
    return bytes.remaining();
  }

  private void demand(int count) throws GarbageException {
    if (bytes.remaining() < count) {
      throw new GarbageException(
          "%d bytes are wanted at %d, %d are left"
              .formatted(count, bytes.position(), bytes.remaining()));
    }
  }
}

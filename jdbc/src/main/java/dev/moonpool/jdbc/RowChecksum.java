package dev.moonpool.jdbc;

import dev.moonpool.foundation.store.Fence;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// CRC-32C over everything in a row, so that a damaged fence is found like a damaged state.
final class RowChecksum {
  private RowChecksum() {}

  /// @param key the key's UTF-8
  /// @param bytes the state, or null for none
  static long of(byte[] key, Fence fence, long version, byte @Nullable [] bytes) {
    CRC32C crc = new CRC32C();
    ByteBuffer numbers = ByteBuffer.allocate(5 * Long.BYTES);
    numbers.putLong(fence.view()).putLong(fence.incarnation()).putLong(fence.counter());
    numbers.putLong(version).putLong(bytes == null ? -1 : bytes.length);
    crc.update(key);
    crc.update(numbers.flip());
    if (bytes != null) {
      crc.update(bytes);
    }
    return crc.getValue();
  }
}

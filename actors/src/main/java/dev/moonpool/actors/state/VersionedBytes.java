package dev.moonpool.actors.state;

import dev.moonpool.actors.api.StateFormatException;
import java.nio.charset.StandardCharsets;

/// A serialized state and the version of its schema, as they are stored.
///
/// Version 1 is stored as it is, so that the usual state is plain JSON to whoever looks into the
/// store. Any other begins with a line `#` and its number; so does a version 1 whose own bytes
/// begin
/// with `#`, as those of another serializer might.
///
/// @param version counts from 1
/// @param bytes the serialized state
record VersionedBytes(int version, byte[] bytes) {
  private static final byte MARK = '#';
  private static final byte END = '\n';

  /// More digits would be no version.
  private static final int HEADER_BYTES_MAX = 1 + 9 + 1;

  static byte[] of(int version, byte[] state) {
    boolean isPlain = version == 1 && (state.length == 0 || state[0] != MARK);
    if (isPlain) {
      return state;
    }
    byte[] header = ("#" + version + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[header.length + state.length];
    System.arraycopy(header, 0, all, 0, header.length);
    System.arraycopy(state, 0, all, header.length, state.length);
    return all;
  }

  static VersionedBytes parse(byte[] stored) {
    if (stored.length == 0 || stored[0] != MARK) {
      return new VersionedBytes(1, stored);
    }
    int version = 0;
    for (int at = 1; at < Math.min(stored.length, HEADER_BYTES_MAX); at++) {
      byte next = stored[at];
      if (next == END && version > 0) {
        byte[] state = new byte[stored.length - at - 1];
        System.arraycopy(stored, at + 1, state, 0, state.length);
        return new VersionedBytes(version, state);
      }
      if (next < '0' || next > '9') {
        break;
      }
      version = 10 * version + next - '0';
    }
    throw new StateFormatException("its version cannot be read");
  }
}

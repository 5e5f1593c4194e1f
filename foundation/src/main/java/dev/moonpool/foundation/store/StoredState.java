package dev.moonpool.foundation.store;

import java.util.Objects;
import java.util.Optional;

/// What a store holds under one key.
///
/// @param bytes the state, or none if it was never saved or was deleted
/// @param fence the highest fence that has claimed the key
/// @param version counts claims, saves and deletes of this key; a save must name it
public record StoredState(Optional<byte[]> bytes, Fence fence, long version) {
  /// Checks that nothing is null.
  public StoredState {
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(fence, "fence");
  }

  /// The same with bytes of its own: neither side sees what the other does to its array.
  public StoredState copy() {
    return new StoredState(bytes.map(byte[]::clone), fence, version);
  }
}

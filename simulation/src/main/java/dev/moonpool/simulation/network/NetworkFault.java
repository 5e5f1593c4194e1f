package dev.moonpool.simulation.network;

/// What the network did wrong; counted by the [Fabric].
public enum NetworkFault {
  /// A connection was broken.
  CLOSE,
  /// A connect was refused or left hanging.
  CONNECT,
  /// A read or write moved only part of the bytes.
  PARTIAL,
  /// A writer had to wait for a full window.
  WINDOW_FULL,
  /// A bit was flipped.
  BIT_FLIP
}

package dev.moonpool.simulation;

/// A kind of fault that a seed has on or off as a whole.
///
/// Each seed turns on a random subset of those its profile allows, because a fault that is always
/// there hides what would happen without it.
public enum FaultFamily {
  /// Slow operations: latencies of other shapes and up to ten times the usual.
  LATENCY,
  /// One direction of one link stalls for a while.
  CLOG,
  /// Hosts are cut off from each other, both ways or one way.
  PARTITION,
  /// Connections break, by reset or by an early end of stream.
  CLOSE,
  /// Connecting is refused or hangs.
  CONNECT,
  /// Reads and writes move only part of the bytes at a time.
  PARTIAL,
  /// The peer takes in little before the writer has to wait.
  SMALL_WINDOW,
  /// One bit of a segment arrives flipped. Leave out for protocols without a checksum.
  BIT_FLIP,
  /// What `FaultPoint` sites in the code do.
  FAULT_POINT,
  /// What the simulated state store does.
  STORE,
  /// A process dies at once and is started again later.
  CRASH,
  /// A process is stopped gracefully and started again later.
  REBOOT
}

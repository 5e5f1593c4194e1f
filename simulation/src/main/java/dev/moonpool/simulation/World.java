package dev.moonpool.simulation;

import java.time.Duration;

/// The simulated world as an invariant sees it.
public interface World {
  /// How much virtual time has passed.
  Duration now();

  /// How many events have happened.
  long steps();

  /// How many processes the topology has.
  int processes();

  /// Whether the process of this index is up.
  boolean isAlive(int process);

  /// Whether faults are being injected.
  boolean chaos();
}

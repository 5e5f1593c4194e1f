package dev.moonpool.simulation;

import java.util.BitSet;

/// A fault that is to happen at a set time of the chaos.
sealed interface PlannedFault {
  /// When, in nanoseconds since the chaos began.
  long atNanos();

  /// Nothing passes from the hosts of one side to the others, and unless one-way not back.
  record Partition(long atNanos, long forNanos, BitSet side, boolean oneWay)
      implements PlannedFault {
    @Override
    public String toString() {
      return (oneWay ? "one-way partition of " : "partition of ")
          + side
          + " for "
          + forNanos / 1_000_000
          + " ms";
    }
  }

  /// Nothing passes on one link.
  record Clog(long atNanos, long forNanos, int from, int to) implements PlannedFault {
    @Override
    public String toString() {
      return "clog from " + from + " to " + to + " for " + forNanos / 1_000_000 + " ms";
    }
  }

  /// A process goes down, gracefully or not, and comes back.
  record Down(long atNanos, int process, boolean graceful, long recoveryNanos)
      implements PlannedFault {
    @Override
    public String toString() {
      return (graceful ? "reboot of process " : "crash of process ")
          + process
          + ", back after "
          + recoveryNanos / 1_000_000
          + " ms";
    }
  }
}

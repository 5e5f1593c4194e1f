package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeIdentity;
import java.util.LinkedHashSet;
import java.util.Set;

/// What was removed from a partition while reports of nodes were on their way.
///
/// A report shows a node's activations as they were when it was asked; one that has been
/// unregistered since must not come back by it. Nothing is noted while nobody reads. Bounded: past
/// the bound a reading is incomplete and its report worthless.
final class RemovalJournal {
  private static final int REMOVALS_MAX = 100_000;

  // All guarded by this; never held over anything that waits.
  private final Set<Removal> removals = new LinkedHashSet<>();
  private int readings;
  private boolean overflowed;

  /// Outside the lock, so that removals cost one read while nobody listens.
  private volatile boolean listening;

  Reading read() {
    synchronized (this) {
      readings++;
      listening = true;
    }
    return new Reading();
  }

  void removed(ActorAddress address) {
    if (listening) {
      note(new Removal(address.node(), address.activation()));
    }
  }

  /// Whether a report of `address` must not be believed.
  boolean hasSeen(ActorAddress address) {
    return listening && holds(new Removal(address.node(), address.activation()));
  }

  private synchronized void note(Removal removal) {
    if (readings > 0 && removals.size() < REMOVALS_MAX) {
      removals.add(removal);
    } else if (readings > 0) {
      overflowed = true;
    }
  }

  private synchronized boolean holds(Removal removal) {
    return overflowed || removals.contains(removal);
  }

  private synchronized void end() {
    readings--;
    if (readings == 0) {
      listening = false;
      overflowed = false;
      removals.clear();
    }
  }

  private synchronized boolean hasOverflowed() {
    return overflowed;
  }

  private record Removal(NodeIdentity node, long activation) {}

  /// From when a report is asked for until it has been merged. One task's.
  final class Reading implements AutoCloseable {
    private boolean closed;

    private Reading() {}

    /// Whether every removal since was noted.
    boolean isComplete() {
      return !hasOverflowed();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        end();
      }
    }
  }
}

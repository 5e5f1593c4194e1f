package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeIdentity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What was removed from a partition while reports of nodes were on their way.
///
/// A report shows a node's activations as they were when it was asked; one that has been
/// unregistered since must not come back by it. Each reading notes for itself, from its own
/// beginning: a report that was asked for after a removal may well show that it was wrong. Nothing
/// is noted while nobody reads. Bounded: past the bound a reading is incomplete and its report
/// worthless.
final class RemovalJournal {
  private static final int REMOVALS_MAX = 100_000;

  /// Those that go on. Guarded by this, as is what each has noted; never held over anything that
  /// waits.
  private final List<Reading> readings = new ArrayList<>();

  /// Outside the lock, so that removals cost one read while nobody listens.
  private volatile boolean listening;

  synchronized Reading read() {
    Reading begun = new Reading();
    readings.add(begun);
    listening = true;
    return begun;
  }

  void removed(ActorAddress address) {
    if (listening) {
      noteAll(new Removal(address.node(), address.activation()));
    }
  }

  private synchronized void noteAll(Removal removal) {
    readings.forEach(reading -> reading.note(removal));
  }

  private synchronized void end(Reading reading) {
    readings.remove(reading);
    listening = !readings.isEmpty();
  }

  private record Removal(NodeIdentity node, long activation) {}

  /// From when a report is asked for until it has been merged.
  final class Reading implements AutoCloseable {
    private final Set<Removal> removals = new LinkedHashSet<>();
    private boolean overflowed;

    private Reading() {}

    /// Whether a report that was asked for in this reading must not be believed about `address`.
    boolean hasSeen(ActorAddress address) {
      synchronized (RemovalJournal.this) {
        return overflowed || removals.contains(new Removal(address.node(), address.activation()));
      }
    }

    /// Whether every removal since its beginning was noted.
    boolean isComplete() {
      synchronized (RemovalJournal.this) {
        return !overflowed;
      }
    }

    @Override
    public void close() {
      end(this);
    }

    private void note(Removal removal) {
      if (removals.size() < REMOVALS_MAX) {
        removals.add(removal);
      } else {
        overflowed = true;
      }
    }
  }
}

package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Coverage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The latest run of each owner that this node has heard of, so that a grant by an earlier run is
/// not taken after this node has reported to a later one.
///
/// The counter-example: an owner grants a registration and crashes with the answer on its way; its
/// next run asks this node, which reports nothing yet; then the old answer arrives. Taken, the
/// activation would live without an entry, and another could be registered beside it. So whoever
/// reports first notes the new run, and whoever takes a grant does so only if the granting run is
/// still the latest, and shows it to later reports, in one step. Any thread; never blocks.
final class OwnerRuns {
  private final Map<NodeAddress, Latest> runs = new LinkedHashMap<>();
  private final LocalActivations local;

  OwnerRuns(List<NodeAddress> nodes, LocalActivations local) {
    nodes.forEach(node -> runs.put(node, new Latest()));
    this.local = local;
  }

  void seen(NodeIdentity owner) {
    Latest latest = runs.get(owner.address());
    if (latest != null) {
      synchronized (latest) {
        latest.incarnation = Math.max(latest.incarnation, owner.incarnation());
      }
    }
  }

  /// Whether this is the latest run that was heard of, so that its word counts.
  boolean isLatest(NodeIdentity owner) {
    Latest latest = runs.get(owner.address());
    if (latest == null) {
      return true;
    }
    synchronized (latest) {
      return latest.incarnation <= owner.incarnation();
    }
  }

  /// Takes what `owner` granted, unless a later run of it has been heard of.
  ///
  /// @return whether it was taken; if not, the activation must be registered again
  boolean takeGrant(NodeIdentity owner, ActorAddress granted) {
    Latest latest = runs.get(owner.address());
    if (latest == null) {
      return false;
    }
    synchronized (latest) {
      if (latest.incarnation > owner.incarnation()) {
        Coverage.reached("directory.stale-grant-refused");
        return false;
      }
      latest.incarnation = owner.incarnation();
      local.granted(granted);
      return true;
    }
  }

  private static final class Latest {
    /// Guarded by this object, which is never held over anything that waits.
    long incarnation;
  }
}

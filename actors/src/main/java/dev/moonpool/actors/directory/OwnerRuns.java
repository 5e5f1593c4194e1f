package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Coverage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What this node has told each owner of its activations, so that a grant which was under way
/// meanwhile is not taken.
///
/// A first counter-example: an owner grants a registration and crashes with the answer on its way;
/// its next run asks this node, which reports nothing yet; then the old answer arrives. A second:
/// an owner grants, gives the silent node up and drops the entry; the node comes back and reports
/// nothing yet; then the answer arrives. Taken, the activation would live without an entry, and
/// another could be registered beside it. So a grant is taken, and from then on shown in reports,
/// in one step, and only if no report was made and no later run of the owner was heard of since the
/// question was asked. Otherwise the activation is registered again. Any thread; never blocks.
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

  /// A report to `owner` is about to be made. Comes before its snapshot is taken.
  void reporting(NodeIdentity owner) {
    Latest latest = runs.get(owner.address());
    if (latest != null) {
      synchronized (latest) {
        latest.incarnation = Math.max(latest.incarnation, owner.incarnation());
        latest.reports++;
      }
    }
  }

  /// How many reports have been made to the owner at this address.
  long reportsTo(NodeAddress owner) {
    Latest latest = runs.get(owner);
    if (latest == null) {
      return 0;
    }
    synchronized (latest) {
      return latest.reports;
    }
  }

  /// Takes what `owner` granted, unless a report was made to it meanwhile or a later run of it has
  /// been heard of.
  ///
  /// @param reportsBefore [#reportsTo] before it was asked
  /// @return whether it was taken; if not, the activation must be registered again
  boolean takeGrant(NodeIdentity owner, ActorAddress granted, long reportsBefore) {
    Latest latest = runs.get(owner.address());
    if (latest == null) {
      return false;
    }
    synchronized (latest) {
      if (latest.incarnation > owner.incarnation()) {
        Coverage.reached("directory.stale-grant-refused");
        return false;
      }
      if (latest.reports != reportsBefore) {
        Coverage.reached("directory.overtaken-grant-refused");
        return false;
      }
      latest.incarnation = owner.incarnation();
      local.granted(granted);
      return true;
    }
  }

  private static final class Latest {
    // Both guarded by this object, which is never held over anything that waits.
    long incarnation;
    long reports;
  }
}

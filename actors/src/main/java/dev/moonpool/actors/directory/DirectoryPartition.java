package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.store.Fence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One owner's table: the entries of its range and the rules by which they change.
///
/// Knows nothing of time, tasks or the wire; never blocks; any thread. Each entry changes inside
/// the map's own per-key exclusion, so an actor's registrations happen one after the other. An
/// entry is the address object itself: where actor and owner share a node it is the catalog's own,
/// and costs the map's 40 bytes only.
///
/// An entry whose node has been seen in a later incarnation is void: nobody is shown it, and it
/// goes when it is touched next or by [#sweep].
final class DirectoryPartition {
  private final ConcurrentMap<ActorId, ActorAddress> entries = new ConcurrentHashMap<>();

  /// The latest incarnation of each address, and how many entries it has here. Grows with listed
  /// nodes only, see [PartitionedDirectory].
  private final ConcurrentMap<NodeAddress, Run> runs = new ConcurrentHashMap<>();

  private final FenceIssuer fences;
  private final RemovalJournal journal = new RemovalJournal();

  /// @param fences issues this owner's fences
  DirectoryPartition(FenceIssuer fences) {
    this.fences = fences;
  }

  @Nullable ActorAddress lookup(ActorId actor) {
    ActorAddress found = entries.get(actor);
    if (found != null && isVoid(found)) {
      remove(found);
      return null;
    }
    return found;
  }

  /// The proposed activation's place, by the rule that the first wins. The caller has made sure
  /// that its node's run is not [#isSuperseded].
  ///
  /// @return null if nothing was decided, because a fence above `floor` takes a new incarnation,
  /// see
  ///     [FenceIssuer#renew]
  @Nullable Registration register(ActorAddress proposed, Fence floor) {
    nodeSeen(proposed.node());
    Decision decision = new Decision();
    entries.compute(proposed.actor(), (actor, old) -> decision.decide(proposed, floor, old));
    return decision.made();
  }

  /// Removes this very activation; another one's entry stays.
  ///
  /// @return whether it was there
  boolean unregister(ActorAddress address) {
    return remove(address);
  }

  /// Takes over what a node reported. Of two activations of one actor the one with the higher fence
  /// stays, because only that one can still commit.
  ///
  /// @param removals from before the report was asked for
  /// @return who lost against whom
  List<Loss> merge(List<ActorAddress> reported, RemovalJournal.Reading removals) {
    List<Loss> losses = new ArrayList<>();
    for (ActorAddress address : reported) {
      nodeSeen(address.node());
      entries.compute(
          address.actor(),
          (actor, old) -> {
            @Nullable ActorAddress current = old == null || isVoid(old) ? null : old;
            boolean gone = isVoid(address) || removals.hasSeen(address);
            return gone ? current : mergeAndDecide(address, current, losses);
          });
    }
    return losses;
  }

  /// Remembers what is removed from now on until the returned handle is closed, so that a report
  /// which is older than a removal cannot bring the entry back.
  RemovalJournal.Reading readRemovals() {
    return journal.read();
  }

  /// @return whether this is a later run of that address than any before, so that a sweep is due
  boolean nodeSeen(NodeIdentity node) {
    Run known = runs.get(node.address());
    if (known != null && known.identity.incarnation() >= node.incarnation()) {
      return false;
    }
    runs.compute(
        node.address(),
        (address, old) ->
            old != null && old.identity.incarnation() >= node.incarnation() ? old : new Run(node));
    return known != null;
  }

  /// Whether a later run of the same address has been seen.
  boolean isSuperseded(NodeIdentity node) {
    Run known = runs.get(node.address());
    return known != null && known.identity.incarnation() > node.incarnation();
  }

  /// The latest run that was seen at this address.
  @Nullable NodeIdentity latestRun(NodeAddress address) {
    Run known = runs.get(address);
    return known == null ? null : known.identity;
  }

  /// Removes the void entries of this address. Takes time in proportion to the table.
  void sweep(NodeAddress address) {
    Iterator<ActorAddress> all = entries.values().iterator();
    while (all.hasNext()) {
      ActorAddress entry = all.next();
      if (entry.node().address().equals(address) && isVoid(entry)) {
        remove(entry);
      }
    }
  }

  long load(NodeIdentity node) {
    Run known = runs.get(node.address());
    return known != null && known.identity.equals(node) ? known.entryCount.get() : 0;
  }

  int size() {
    return entries.size();
  }

  private boolean isVoid(ActorAddress entry) {
    return isSuperseded(entry.node());
  }

  private boolean remove(ActorAddress address) {
    // Noted first, and even if nothing is there: a report that still shows it may be on its way.
    journal.removed(address);
    boolean[] removed = new boolean[1];
    entries.computeIfPresent(
        address.actor(),
        (actor, old) -> {
          removed[0] = old.sameActivation(address);
          if (removed[0]) {
            count(old, -1);
          }
          return removed[0] ? null : old;
        });
    return removed[0];
  }

  private ActorAddress mergeAndDecide(
      ActorAddress reported, @Nullable ActorAddress current, List<Loss> losses) {
    if (current == null) {
      return replaced(null, reported);
    }
    if (current.sameActivation(reported)) {
      boolean newer = current.fence().compareTo(reported.fence()) < 0;
      return newer ? replaced(current, reported) : current;
    }
    Coverage.reached("directory.merge-conflict");
    boolean wins = current.fence().compareTo(reported.fence()) < 0;
    losses.add(wins ? new Loss(current, reported) : new Loss(reported, current));
    return wins ? replaced(current, reported) : current;
  }

  private ActorAddress replaced(@Nullable ActorAddress old, ActorAddress entry) {
    if (old != null) {
      count(old, -1);
    }
    count(entry, 1);
    return entry;
  }

  private void count(ActorAddress entry, int change) {
    Run run = runs.get(entry.node().address());
    if (run != null && run.identity.incarnation() == entry.node().incarnation()) {
      run.entryCount.addAndGet(change);
    }
  }

  /// An activation that must go because the directory holds another to be the one.
  record Loss(ActorAddress loser, ActorAddress winner) {}

  /// One run of a node.
  private static final class Run {
    final NodeIdentity identity;
    final AtomicLong entryCount = new AtomicLong();

    Run(NodeIdentity identity) {
      this.identity = identity;
    }
  }

  /// Carries the outcome of one registration out of the map's exclusion.
  private final class Decision {
    private @Nullable Registration made;

    @Nullable ActorAddress decide(ActorAddress proposed, Fence floor, @Nullable ActorAddress old) {
      if (old == null || isVoid(old)) {
        return placed(proposed, floor, old);
      }
      if (old.sameActivation(proposed)) {
        if (old.fence().compareTo(floor) <= 0) {
          Coverage.reached("directory.fence-raised-above-floor");
          return placed(proposed, floor, old);
        }
        made = new AlreadyHere(old);
      } else if (old.node().equals(proposed.node())) {
        made = new AlreadyHere(old);
      } else {
        Coverage.reached("directory.race");
        made = new Race(old);
      }
      return old;
    }

    @Nullable Registration made() {
      return made;
    }

    private @Nullable ActorAddress placed(
        ActorAddress proposed, Fence floor, @Nullable ActorAddress old) {
      Fence granted = fences.grant(floor);
      if (granted == null) {
        return old;
      }
      ActorAddress entry = proposed.withFence(granted);
      made = new Placed(entry);
      return replaced(old, entry);
    }
  }
}

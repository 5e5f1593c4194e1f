package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Invariant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// What a sender last heard of where actors live. May be wrong at any time: who receives a message
/// for an activation that it does not have says so, and the entry goes.
///
/// Any thread. A [#get] takes no lock. Bounded: past its capacity an entry goes that has not been
/// used since the hand passed it last (CLOCK: Corbató, "A paging experiment with the Multics
/// system", 1968), in each of a few segments by itself.
public final class LocationCache {
  /// How many entries a cache has by default; at some 100 bytes each about 10 MB.
  public static final int CAPACITY_DEFAULT = 100_000;

  private static final int SEGMENT_ENTRIES_MIN = 64;
  private static final int SEGMENTS_MAX = 16;

  private final ConcurrentMap<ActorId, Entry> entries = new ConcurrentHashMap<>();
  private final Segment[] segments;

  /// A cache of [#CAPACITY_DEFAULT] entries.
  public LocationCache() {
    this(CAPACITY_DEFAULT);
  }

  /// @param capacity how many entries it holds at most
  public LocationCache(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a cache holds at least one entry, not " + capacity);
    }
    int count = SEGMENTS_MAX;
    while (count > 1 && capacity / count < SEGMENT_ENTRIES_MIN) {
      count /= 2;
    }
    segments = new Segment[count];
    for (int i = 0; i < count; i++) {
      segments[i] = new Segment(capacity / count + (i < capacity % count ? 1 : 0));
    }
  }

  /// Where `actor` was last known to live. Allocates nothing.
  public Optional<ActorAddress> get(ActorId actor) {
    Entry entry = entries.get(actor);
    if (entry == null) {
      return Optional.empty();
    }
    if (!entry.used) {
      entry.used = true; // only then: a write to a shared line costs more than a read
    }
    return entry.found;
  }

  /// Notes where an actor lives, in place of what was noted before.
  public void put(ActorAddress address) {
    Entry known = entries.get(address.actor());
    if (known == null || !known.address.equals(address)) {
      segmentOf(address.actor()).put(address);
    }
  }

  /// Forgets this activation; what is noted of another one of the same actor stays.
  public void invalidate(ActorAddress wrong) {
    Entry known = entries.get(wrong.actor());
    if (known != null && known.address.sameActivation(wrong)) {
      segmentOf(wrong.actor()).invalidate(wrong);
    }
  }

  /// Forgets all activations of runs of this address that are earlier than `node`. Takes time in
  /// proportion to the cache: for when a node turns out to have restarted.
  public void nodeSeen(NodeIdentity node) {
    for (Segment segment : segments) {
      segment.invalidateBefore(node);
    }
  }

  /// How many entries there are.
  public int size() {
    return entries.size();
  }

  private Segment segmentOf(ActorId actor) {
    int hash = actor.hashCode();
    return segments[(hash ^ hash >>> 16) & segments.length - 1];
  }

  /// One noted address and its place on the clock.
  private static final class Entry {
    final ActorAddress address;
    final Optional<ActorAddress> found;
    final int place;

    /// Whether it was read since the hand passed. Racy on purpose: a lost mark costs a lookup.
    volatile boolean used;

    Entry(ActorAddress address, int place) {
      this.address = address;
      this.found = Optional.of(address);
      this.place = place;
    }
  }

  /// The clock of a part of the entries; it grows with them, since most nodes never fill it. All
  /// fields are guarded by this; its methods neither wait nor call out.
  private final class Segment {
    private final int capacity;
    private @Nullable Entry[] clock;
    private int[] free;

    /// How many places of the clock were ever handed out; those beyond are free as well.
    private int places;

    private int freeCount;
    private int hand;

    Segment(int capacity) {
      this.capacity = capacity;
      clock = new Entry[Math.min(capacity, SEGMENT_ENTRIES_MIN)];
      free = new int[clock.length];
    }

    synchronized void put(ActorAddress address) {
      Entry known = entries.get(address.actor());
      int place = known == null ? freePlace() : known.place;
      Entry entry = new Entry(address, place);
      clock[place] = entry;
      entries.put(address.actor(), entry);
    }

    synchronized void invalidate(ActorAddress wrong) {
      Entry known = entries.get(wrong.actor());
      if (known != null && known.address.sameActivation(wrong)) {
        drop(known);
      }
    }

    synchronized void invalidateBefore(NodeIdentity node) {
      for (Entry entry : clock) {
        if (entry != null && isBefore(entry.address.node(), node)) {
          drop(entry);
        }
      }
    }

    private boolean isBefore(NodeIdentity run, NodeIdentity node) {
      return run.incarnation() < node.incarnation() && run.address().equals(node.address());
    }

    private int freePlace() {
      if (freeCount == 0 && places == capacity) {
        drop(findVictim());
      }
      if (freeCount > 0) {
        freeCount--;
        return free[freeCount];
      }
      if (places == clock.length) {
        int length = Math.min(capacity, 2 * places);
        clock = Arrays.copyOf(clock, length);
        free = Arrays.copyOf(free, length);
      }
      places++;
      return places - 1;
    }

    private Entry findVictim() {
      // Two rounds at most clear every mark; readers that set them again cannot keep the hand
      // going.
      for (int step = 0; step <= 2 * clock.length; step++) {
        Entry candidate = clock[hand];
        hand = hand + 1 == clock.length ? 0 : hand + 1;
        if (candidate != null && (!candidate.used || step >= 2 * clock.length)) {
          return candidate;
        }
        if (candidate != null) {
          candidate.used = false;
        }
      }
      throw new IllegalStateException("no entry on a full clock");
    }

    private void drop(Entry entry) {
      boolean removed = entries.remove(entry.address.actor(), entry);
      Invariant.check(removed, "an entry on the clock is in the map");
      clock[entry.place] = null;
      free[freeCount] = entry.place;
      freeCount++;
    }
  }
}

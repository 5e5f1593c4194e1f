package dev.moonpool.foundation.system;

import dev.moonpool.foundation.Invariant;
import org.jspecify.annotations.Nullable;

/// Timers sorted by the tick at which they are due, in wheels of growing coarseness.
///
/// Level 0 has a slot for each of the next 64 ticks, level 1 one for each 64 ticks, and so on; a
/// timer stands at the level of the highest digit (base 64) in which its tick differs from the
/// current one, and moves down as that digit is reached. So adding and removing are O(1), a timer
/// moves at most [#LEVELS] times in its life, and the next occupied slot is found from one word of
/// bits per level without visiting the ticks between. After G. Varghese and A. Lauck, "Hashed and
/// Hierarchical Timing Wheels", 1987, in the form that tokio gave it.
///
/// Knows no clock: ticks are told to it. Confined to whoever holds its owner's lock.
final class TimingWheel {
  /// Seven digits of six bits hold any tick that a process lives to see.
  static final int LEVELS = 7;

  /// The last tick there is.
  static final long TICK_MAX = (1L << (6 * LEVELS)) - 1;

  /// What [#nextTick] gives when no timer is set.
  static final long NONE = Long.MAX_VALUE;

  private static final int SLOTS = 64;

  private final @Nullable Entry[] firsts = new @Nullable Entry[LEVELS * SLOTS];
  private final @Nullable Entry[] lasts = new @Nullable Entry[LEVELS * SLOTS];
  private final long[] occupied = new long[LEVELS];
  private long elapsed;
  private int size;

  /// A place in the wheel; subclasses say what is to be done.
  abstract static class Entry {
    private @Nullable Entry previous;
    private @Nullable Entry next;
    private int slot = -1;
    private long tick;

    /// The tick at which it is due.
    final long tick() {
      return tick;
    }
  }

  /// How many timers are set.
  int size() {
    return size;
  }

  /// Adds `entry` so that it is due at `tick`, or at the next tick if that one has passed.
  void add(Entry entry, long tick) {
    Invariant.check(entry.slot < 0, "a timer is added once");
    entry.tick = Math.clamp(tick, elapsed + 1, TICK_MAX);
    link(entry);
    size++;
  }

  /// Takes `entry` out.
  ///
  /// @return false if it was not in the wheel any more
  boolean remove(Entry entry) {
    if (entry.slot < 0) {
      return false;
    }
    unlink(entry);
    size--;
    return true;
  }

  /// The tick at which [#advance] has something to do next: a timer is due, or a coarse slot is to
  /// be spread over finer ones. [#NONE] if no timer is set.
  long nextTick() {
    int level = finestLevel();
    return level < 0 ? NONE : slotStart(level, nextSlot(level));
  }

  /// Moves on to `tick` and takes out what has become due, in the order of ticks and within a tick
  /// in the order of adding.
  ///
  /// @return the first of a chain to be walked with [#following], or null
  @Nullable Entry advance(long tick) {
    Entry first = null;
    Entry last = null;
    for (long at = nextTick(); at <= tick; at = nextTick()) {
      int level = finestLevel();
      Entry entry = takeSlot(level * SLOTS + nextSlot(level));
      elapsed = Math.max(elapsed, at);
      while (entry != null) {
        Entry after = entry.next;
        entry.next = null;
        entry.previous = null;
        if (entry.tick > elapsed) {
          link(entry);
        } else {
          size--;
          if (last == null) {
            first = entry;
          } else {
            last.next = entry;
          }
          last = entry;
        }
        entry = after;
      }
    }
    elapsed = Math.max(elapsed, Math.min(tick, TICK_MAX - 1));
    return first;
  }

  /// The next entry of a chain that [#advance] gave; the link to it is cut.
  static @Nullable Entry following(Entry entry) {
    Entry next = entry.next;
    entry.next = null;
    return next;
  }

  /// The finest level with a timer, or -1. All its timers come before those of coarser levels.
  private int finestLevel() {
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        return level;
      }
    }
    return -1;
  }

  /// The occupied slot of `level` that is reached first: those before the current digit are empty.
  private int nextSlot(int level) {
    return Long.numberOfTrailingZeros(occupied[level]);
  }

  /// The first tick of a slot, given that it lies in the current turn of its wheel. It does: a
  /// timer stands at the highest digit that differs, and all digits above are equal.
  private long slotStart(int level, int slot) {
    long turn = elapsed & -(1L << (6 * (level + 1)));
    return turn + ((long) slot << (6 * level));
  }

  private static int digit(long tick, int level) {
    return (int) (tick >>> (6 * level)) & (SLOTS - 1);
  }

  private void link(Entry entry) {
    long differing = (elapsed ^ entry.tick) | (SLOTS - 1);
    int level = (63 - Long.numberOfLeadingZeros(differing)) / 6;
    int slot = digit(entry.tick, level);
    int index = level * SLOTS + slot;
    Entry last = lasts[index];
    entry.slot = index;
    entry.previous = last;
    entry.next = null;
    if (last == null) {
      firsts[index] = entry;
    } else {
      last.next = entry;
    }
    lasts[index] = entry;
    occupied[level] |= 1L << slot;
  }

  private void unlink(Entry entry) {
    int index = entry.slot;
    Entry before = entry.previous;
    Entry after = entry.next;
    if (before == null) {
      firsts[index] = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      lasts[index] = before;
    } else {
      after.previous = before;
    }
    entry.slot = -1;
    entry.previous = null;
    entry.next = null;
    if (firsts[index] == null) {
      occupied[index / SLOTS] &= ~(1L << (index % SLOTS));
    }
  }

  /// Empties a slot and gives its chain; the entries keep their order.
  private @Nullable Entry takeSlot(int index) {
    Entry first = firsts[index];
    for (Entry entry = first; entry != null; entry = entry.next) {
      entry.slot = -1;
    }
    firsts[index] = null;
    lasts[index] = null;
    occupied[index / SLOTS] &= ~(1L << (index % SLOTS));
    return first;
  }
}

package dev.moonpool.actors.call;

import dev.moonpool.actors.id.CorrelationId;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The calls that wait for an answer, and the sweeper that ends those whose time is over.
///
/// A call's correlation id names a slot and the slot's generation, so a response is matched by one
/// array read, and one that comes too late finds another generation or nothing and is counted.
/// Callers wait untimed: instead of a timer for each call there is one, set to the earliest
/// deadline that is known, which sweeps the slots in use. With equal timeouts it fires once a
/// timeout and not once a call.
///
/// Threads: callers add, whoever ends a call removes it, the timer sweeps. Free slots are Treiber
/// stacks whose heads carry a tag against the ABA problem: several of them, chosen by the called
/// actor, so that callers on different processors seldom meet on one. Slots come in segments that
/// are added under a lock.
public final class PendingCalls {
  private static final Logger LOG = System.getLogger(PendingCalls.class.getName());
  private static final int SEGMENT_BITS = 10;
  private static final int SEGMENT_SLOTS = 1 << SEGMENT_BITS;
  private static final int EMPTY = -1;

  /// More than processors that could meet, few enough that a small table has slots in each.
  private static final int STRIPES = 8;

  /// How long before its deadline a call's node is asked how far it has come: longer than a round
  /// trip within a data centre, short enough that the answer still holds.
  private static final long ASK_AHEAD_NANOS = 50_000_000;

  /// Calls with shorter timeouts are not asked about: the question would come with the request.
  private static final long ASK_TIMEOUT_NANOS_MIN = 5 * ASK_AHEAD_NANOS;

  /// How many calls are asked about at a time. When more end at once their nodes have other
  /// troubles than to say so.
  private static final int ASKED_MAX = 1_000;

  /// Between two heads, so that they do not share a cache line.
  private static final int STRIPE_GAP = 16;

  private final Time time;
  private final Segment[] segments;
  private final ReentrantLock growth = new ReentrantLock();
  private final AtomicInteger segmentCount = new AtomicInteger();
  private final AtomicLongArray free = new AtomicLongArray((STRIPES + 1) * STRIPE_GAP);
  private final AtomicLong nextSweepNanos = new AtomicLong(Long.MAX_VALUE);
  private final LongAdder late = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private volatile boolean closed;

  /// When calls were last asked about. By the timer.
  private long lastAskedNanos = Long.MIN_VALUE;

  /// An empty table.
  ///
  /// @param capacity how many calls may wait; rounded up to a multiple of 1,024
  public PendingCalls(Time time, int capacity) {
    int count = (capacity + SEGMENT_SLOTS - 1) >>> SEGMENT_BITS;
    Invariant.check(
        capacity > 0 && count <= 1 << 14, "a table of pending calls has 1 to 2^24 slots");
    this.time = time;
    this.segments = new Segment[count];
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      free.set(place(stripe), head(0, EMPTY));
    }
  }

  /// Puts a call into the table and gives it its correlation id. Once for each call, which others
  /// may end meanwhile.
  ///
  /// @return false if the table is full or closed; the call is not in it then
  public boolean add(Invocation call) {
    int slot = closed ? EMPTY : takeSlot(stripeOf(call));
    if (slot == EMPTY) {
      return false;
    }
    Segment segment = segments[slot >>> SEGMENT_BITS];
    int index = slot & (SEGMENT_SLOTS - 1);
    long generation = ++segment.generations[index];
    segment.calls.setRelease(index, call);
    // Volatile, and after the slot was filled: whoever ends the call either sees its id and so
    // finds it in its slot, or has ended it before the look that follows.
    call.correlation(CorrelationId.encode(slot, generation));
    if (call.hasEnded()) {
      remove(call);
      return true;
    }
    if (call.deadlineNanos() < nextSweepNanos.get()) {
      sweepAt(call.deadlineNanos());
    }
    if (closed) {
      call.cancel("the node is stopping"); // closing may have passed this slot before it was filled
    }
    return true;
  }

  /// The call of this correlation id, or null if it has ended: the response is late, which is
  /// counted and logged.
  public @Nullable Invocation find(long correlation) {
    Invocation call = lookUp(correlation);
    if (call == null) {
      late.increment();
      LOG.log(Level.DEBUG, "a response to call {0} came too late", correlation);
      Coverage.reached("call.late-response");
    }
    return call;
  }

  /// The call of this correlation id if it still waits; for questions about it.
  public @Nullable Invocation lookUp(long correlation) {
    int slot = CorrelationId.slot(correlation);
    if (slot >>> SEGMENT_BITS >= segmentCount.get()) {
      return null;
    }
    Invocation call = segments[slot >>> SEGMENT_BITS].calls.get(slot & (SEGMENT_SLOTS - 1));
    return call != null && matches(call, correlation) ? call : null;
  }

  /// Takes out a call that has ended. Whoever ended it calls this; if that was while it was being
  /// added, both may, and one of them does it.
  public void remove(Invocation call) {
    int slot = CorrelationId.slot(call.correlation());
    Segment segment = segments[slot >>> SEGMENT_BITS];
    if (segment.calls.compareAndSet(slot & (SEGMENT_SLOTS - 1), call, null)) {
      freeSlot(segment, slot);
    }
  }

  /// Fails every call that `which` picks, for example those that were handed to a lost connection.
  public void failAll(Predicate<Invocation> which, Failure failure) {
    forEach(
        call -> {
          if (which.test(call)) {
            call.fail(failure);
          }
        });
  }

  /// How many calls wait. Counts them, so it is for people and tests.
  public int size() {
    int[] size = {0};
    forEach(call -> size[0]++);
    return size[0];
  }

  /// How many responses came too late.
  public long lateCount() {
    return late.sum();
  }

  /// How many calls ended because their time was over.
  public long expiredCount() {
    return expired.sum();
  }

  /// Refuses further calls and ends those that wait: as not sent only those that have not begun.
  ///
  /// @param why for the message
  public void close(String why) {
    closed = true;
    forEach(call -> call.cancel(why));
  }

  private static boolean matches(Invocation call, long correlation) {
    return call.correlation() == correlation;
  }

  private void sweepAt(long deadlineNanos) {
    long known = nextSweepNanos.get();
    while (deadlineNanos < known) {
      if (nextSweepNanos.compareAndSet(known, deadlineNanos)) {
        long delay = Math.max(0, deadlineNanos - time.nanoTime());
        time.schedule(Duration.ofNanos(delay), () -> sweep(deadlineNanos));
        if (delay >= ASK_TIMEOUT_NANOS_MIN) {
          time.schedule(Duration.ofNanos(delay - ASK_AHEAD_NANOS), () -> askStages(deadlineNanos));
        }
        return;
      }
      known = nextSweepNanos.get();
    }
  }

  /// Asks about the calls that will be over when the next sweep comes, or so soon after that it
  /// sets
  /// no question of its own: so that their failures can say how far they came without coming late.
  private void askStages(long dueNanos) {
    long now = time.nanoTime();
    if (lastAskedNanos != Long.MIN_VALUE && now - lastAskedNanos < ASK_AHEAD_NANOS / 2) {
      return; // what is over soon has just been asked about
    }
    lastAskedNanos = now;
    long soonNanos = dueNanos + ASK_TIMEOUT_NANOS_MIN;
    int[] asked = {0};
    forEach(
        call -> {
          Carrier carrier = call.carrier();
          boolean isSoonOver = call.deadlineNanos() <= soonNanos;
          if (carrier != null && isSoonOver && asked[0]++ < ASKED_MAX) {
            carrier.askStage(call.correlation());
          }
        });
  }

  /// Ends what is over and sets the timer to the earliest deadline that is left.
  private void sweep(long dueNanos) {
    if (!nextSweepNanos.compareAndSet(dueNanos, Long.MAX_VALUE)) {
      return; // an earlier deadline has set its own timer, and that sweep sets the next
    }
    long now = time.nanoTime();
    Earliest left = new Earliest();
    forEach(
        call -> {
          if (call.deadlineNanos() <= now) {
            expire(call);
          } else {
            left.nanos = Math.min(left.nanos, call.deadlineNanos());
          }
        });
    if (left.nanos != Long.MAX_VALUE) {
      sweepAt(left.nanos);
    }
  }

  private void expire(Invocation call) {
    if (call.cancel("its time was over")) {
      expired.increment();
    }
  }

  private void forEach(Consumer<Invocation> action) {
    int count = segmentCount.get();
    for (int s = 0; s < count; s++) {
      Segment segment = segments[s];
      for (int i = 0; i < SEGMENT_SLOTS; i++) {
        Invocation call = segment.calls.get(i);
        if (call != null) {
          action.accept(call);
        }
      }
    }
  }

  private int takeSlot(int stripe) {
    while (true) {
      for (int i = 0; i < STRIPES; i++) {
        int slot = pop((stripe + i) % STRIPES);
        if (slot != EMPTY) {
          return slot;
        }
      }
      if (!grow()) {
        return EMPTY;
      }
    }
  }

  private int pop(int stripe) {
    int place = place(stripe);
    while (true) {
      long head = free.get(place);
      int slot = (int) head;
      if (slot == EMPTY) {
        return EMPTY;
      }
      int next = segments[slot >>> SEGMENT_BITS].nextFree[slot & (SEGMENT_SLOTS - 1)];
      if (free.compareAndSet(place, head, head(tag(head) + 1, next))) {
        return slot;
      }
    }
  }

  private void freeSlot(Segment segment, int slot) {
    int place = place(slot % STRIPES);
    while (true) {
      long head = free.get(place);
      segment.nextFree[slot & (SEGMENT_SLOTS - 1)] = (int) head;
      if (free.compareAndSet(place, head, head(tag(head) + 1, slot))) {
        return;
      }
    }
  }

  private boolean grow() {
    growth.lock();
    try {
      for (int stripe = 0; stripe < STRIPES; stripe++) {
        if ((int) free.get(place(stripe)) != EMPTY) {
          return true; // another caller grew it, or a slot came free
        }
      }
      int index = segmentCount.get();
      if (index == segments.length) {
        Coverage.reached("call.pending-table-full");
        return false;
      }
      Segment segment = new Segment();
      segments[index] = segment;
      segmentCount.set(index + 1);
      for (int i = SEGMENT_SLOTS - 1; i >= 0; i--) {
        freeSlot(segment, index << SEGMENT_BITS | i);
      }
      return true;
    } finally {
      growth.unlock();
    }
  }

  /// By the actor and not by the thread: the choice must be the same in each simulated run.
  private static int stripeOf(Invocation call) {
    int hash = call.target().hashCode();
    return (hash ^ hash >>> 16) & (STRIPES - 1);
  }

  private static int place(int stripe) {
    return (stripe + 1) * STRIPE_GAP;
  }

  private static long head(int tag, int slot) {
    return (long) tag << 32 | (slot & 0xFFFF_FFFFL);
  }

  private static int tag(long head) {
    return (int) (head >>> 32);
  }

  /// A thousand slots. Generations and links are written only by the thread that owns the slot at
  /// that moment and published by the compare-and-set on the free list.
  private static final class Segment {
    final AtomicReferenceArray<@Nullable Invocation> calls =
        new AtomicReferenceArray<>(SEGMENT_SLOTS);
    final long[] generations = new long[SEGMENT_SLOTS];
    final int[] nextFree = new int[SEGMENT_SLOTS];
  }

  private static final class Earliest {
    long nanos = Long.MAX_VALUE;
  }
}

package dev.moonpool.actors.directory;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StoreException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Issues the fences of one directory owner: (0, an incarnation, a counter).
///
/// The state store issues each incarnation once, so no two owners ever issue the same fence, even
/// if both believe to own an actor. An owner that must go above a fence of a higher incarnation
/// therefore never takes that incarnation: it asks the store for the next one, [#renew].
///
/// [#grant] never blocks; any thread. [#renew] blocks while the store answers.
final class FenceIssuer {
  /// How often the store is asked. More than one issued number is lost by an unknown outcome, or by
  /// an owner that renews at the same moment, only rarely.
  private static final int ATTEMPTS_MAX = 3;

  private final LongSupplier nextIncarnation;
  private final ReentrantLock renewing = new ReentrantLock();

  /// The fence that was granted last; the next one has the same incarnation.
  private final AtomicReference<Fence> last;

  /// @param incarnation the owner's own, issued by the store
  /// @param nextIncarnation asks the store for another, as `StateStore.nextIncarnation` does
  FenceIssuer(long incarnation, LongSupplier nextIncarnation) {
    last = new AtomicReference<>(new Fence(0, incarnation, 0));
    this.nextIncarnation = nextIncarnation;
  }

  /// The next fence.
  ///
  /// @param floor what it must be above
  /// @return null if that takes a new incarnation, see [#renew]
  @Nullable Fence grant(Fence floor) {
    while (true) {
      Fence before = last.get();
      Fence granted = next(before, floor);
      if (granted == null) {
        return null;
      }
      if (last.compareAndSet(before, granted)) {
        Invariant.check(granted.compareTo(floor) > 0, "a granted fence is above its floor");
        return granted;
      }
    }
  }

  /// Sees to it that fences above `floor` can be granted. Blocks.
  ///
  /// @throws StoreException if the store issues no higher incarnation
  void renew(Fence floor) {
    renewing.lock();
    try {
      for (int attempt = 1; next(last.get(), floor) == null; attempt++) {
        long issued = issue(floor, attempt);
        last.accumulateAndGet(new Fence(0, issued, 0), FenceIssuer::higher);
        Coverage.reached("directory.incarnation-renewed");
      }
    } finally {
      renewing.unlock();
    }
  }

  private long issue(Fence floor, int attempt) {
    if (attempt > ATTEMPTS_MAX) {
      throw new StoreException.Unavailable(
          "the store issues no incarnation above fence %s: the last one after %d attempts was %d"
              .formatted(floor, ATTEMPTS_MAX, last.get().incarnation()));
    }
    try {
      return nextIncarnation.getAsLong();
    } catch (StoreException.Indeterminate e) {
      if (attempt == ATTEMPTS_MAX) {
        throw new StoreException.Unavailable(
            "the store has not said after %d attempts which incarnation it issued"
                .formatted(ATTEMPTS_MAX),
            e);
      }
      return 0; // a number that was issued and got lost does no harm
    }
  }

  private static @Nullable Fence next(Fence before, Fence floor) {
    boolean isOwn = floor.view() == 0 && floor.incarnation() == before.incarnation();
    Fence base = isOwn ? higher(before, floor) : before;
    boolean isAbove = base.compareTo(floor) >= 0 && base.counter() < Long.MAX_VALUE;
    return isAbove ? new Fence(0, base.incarnation(), base.counter() + 1) : null;
  }

  private static Fence higher(Fence a, Fence b) {
    return a.compareTo(b) < 0 ? b : a;
  }
}

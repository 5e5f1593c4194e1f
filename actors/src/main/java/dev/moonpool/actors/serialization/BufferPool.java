package dev.moonpool.actors.serialization;

import java.util.concurrent.atomic.AtomicReferenceArray;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/// A few of Jackson's buffers for all threads to share.
///
/// Jackson's own pool for virtual threads is a linked deque, where taking and returning a buffer
/// allocates and contends; here each is one exchange at a place that the thread's number says. Who
/// finds nothing there makes a new one, and who finds the place taken drops his.
final class BufferPool implements RecyclerPool<BufferRecycler> {
  private static final long serialVersionUID = 1;
  private static final int PLACES = 16;

  private final transient AtomicReferenceArray<BufferRecycler> places =
      new AtomicReferenceArray<>(PLACES);

  @Override
  public BufferRecycler acquirePooled() {
    BufferRecycler found = places.getAndSet(place(), null);
    return found != null ? found : new BufferRecycler();
  }

  @Override
  public void releasePooled(BufferRecycler pooled) {
    places.lazySet(place(), pooled);
  }

  @Override
  public int pooledCount() {
    int count = 0;
    for (int i = 0; i < PLACES; i++) {
      count += places.get(i) == null ? 0 : 1;
    }
    return count;
  }

  @Override
  public boolean clear() {
    for (int i = 0; i < PLACES; i++) {
      places.set(i, null);
    }
    return true;
  }

  private static int place() {
    return (int) Thread.currentThread().threadId() & PLACES - 1;
  }
}

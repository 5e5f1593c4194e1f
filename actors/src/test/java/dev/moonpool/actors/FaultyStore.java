package dev.moonpool.actors;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/// A store in memory whose next operations go wrong as a test says.
public final class FaultyStore implements StateStore {
  /// What is really stored.
  public final InMemoryStateStore inner = InMemoryStateStore.create();

  private final Deque<Fault> faults = new ArrayDeque<>();
  private int calls;

  /// The next operation that no earlier fault is for fails so, and nothing of it is done.
  public FaultyStore thenFail(Supplier<StoreException> failure) {
    faults.add(new Fault(false, failure));
    return this;
  }

  /// The next operation is done, and fails so all the same.
  public FaultyStore thenDoAndFail(Supplier<StoreException> failure) {
    faults.add(new Fault(true, failure));
    return this;
  }

  /// The next operation goes well.
  public FaultyStore thenDo() {
    faults.add(new Fault(true, null));
    return this;
  }

  /// How many operations there were.
  public int calls() {
    return calls;
  }

  @Override
  public StoredState loadAndClaim(StateKey key, Fence fence) {
    return perform(() -> inner.loadAndClaim(key, fence));
  }

  @Override
  public long save(StateKey key, Fence fence, long version, byte[] bytes) {
    return perform(() -> inner.save(key, fence, version, bytes));
  }

  @Override
  public long delete(StateKey key, Fence fence, long version) {
    return perform(() -> inner.delete(key, fence, version));
  }

  @Override
  public Optional<StoredState> inspect(StateKey key) {
    return perform(() -> inner.inspect(key));
  }

  @Override
  public long nextIncarnation() {
    return perform(inner::nextIncarnation);
  }

  @Override
  public void close() {
    inner.close();
  }

  private <T> T perform(Supplier<T> operation) {
    calls++;
    Fault fault = faults.poll();
    if (fault == null || fault.failure() == null) {
      return operation.get();
    }
    if (fault.isDone()) {
      operation.get();
    }
    throw fault.failure().get();
  }

  private record Fault(boolean isDone, Supplier<StoreException> failure) {}
}

package dev.moonpool.actors;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import java.util.Optional;
import java.util.function.Supplier;

/// A view of a store whose claims, or whose saves, are out of reach while a test says so.
public final class OutageStore implements StateStore {
  private final StateStore inner;
  private final Switch out;

  /// @param inner what is really there
  /// @param out what is out of reach
  public OutageStore(StateStore inner, Switch out) {
    this.inner = inner;
    this.out = out;
  }

  /// What is out of reach now; several views may share one.
  public static final class Switch {
    /// Whether claims are.
    public volatile boolean claims;

    /// Whether saves and deletes are.
    public volatile boolean saves;
  }

  @Override
  public StoredState loadAndClaim(StateKey key, Fence fence) {
    return reach(out.claims, () -> inner.loadAndClaim(key, fence));
  }

  @Override
  public long save(StateKey key, Fence fence, long version, byte[] bytes) {
    return reach(out.saves, () -> inner.save(key, fence, version, bytes));
  }

  @Override
  public long delete(StateKey key, Fence fence, long version) {
    return reach(out.saves, () -> inner.delete(key, fence, version));
  }

  @Override
  public Optional<StoredState> inspect(StateKey key) {
    return inner.inspect(key);
  }

  @Override
  public long nextIncarnation() {
    return inner.nextIncarnation();
  }

  @Override
  public void close() {
    inner.close();
  }

  private static <T> T reach(boolean out, Supplier<T> operation) {
    if (out) {
      throw new StoreException.Unavailable("out of reach");
    }
    return operation.get();
  }
}

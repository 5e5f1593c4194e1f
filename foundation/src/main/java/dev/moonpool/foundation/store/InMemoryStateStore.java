package dev.moonpool.foundation.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// A store in this process's memory: for tests, and for one process that needs no durability.
///
/// What is saved is copied both ways.
public final class InMemoryStateStore implements StateStore {
  private final ConcurrentMap<StateKey, StoredState> records = new ConcurrentHashMap<>();
  private final AtomicLong incarnations;
  private volatile boolean closed;

  private InMemoryStateStore(long firstIncarnation) {
    incarnations = new AtomicLong(firstIncarnation);
  }

  /// An empty store whose first incarnation is 1.
  public static InMemoryStateStore create() {
    return new InMemoryStateStore(1);
  }

  /// An empty store whose first incarnation is this one: a process that restarts with an empty
  /// store passes its start time, so that its incarnations still grow.
  public static InMemoryStateStore startingAt(long firstIncarnation) {
    return new InMemoryStateStore(firstIncarnation);
  }

  @Override
  public StoredState loadAndClaim(StateKey key, Fence fence) {
    checkOpen();
    StoredState claimed =
        records.compute(
            key,
            (k, old) -> {
              if (old == null) {
                return new StoredState(Optional.empty(), fence, 1);
              }
              if (old.fence().compareTo(fence) > 0) {
                throw new StoreException.Fenced(key, fence, old.fence());
              }
              return new StoredState(old.bytes(), fence, old.version() + 1);
            });
    incarnations.accumulateAndGet(fence.incarnation() + 1, Math::max);
    return claimed.copy();
  }

  @Override
  public long save(StateKey key, Fence fence, long version, byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new StoreException.TooLarge(key, bytes.length, BYTES_MAX);
    }
    return replace(key, fence, version, Optional.of(bytes.clone()));
  }

  @Override
  public long delete(StateKey key, Fence fence, long version) {
    return replace(key, fence, version, Optional.empty());
  }

  @Override
  public Optional<StoredState> inspect(StateKey key) {
    checkOpen();
    return Optional.ofNullable(records.get(key)).map(StoredState::copy);
  }

  @Override
  public long nextIncarnation() {
    checkOpen();
    return incarnations.getAndIncrement();
  }

  /// All keys that were ever claimed, in order.
  public List<StateKey> keys() {
    List<StateKey> keys = new ArrayList<>(records.keySet());
    keys.sort(null);
    return keys;
  }

  @Override
  public void close() {
    closed = true;
  }

  private long replace(StateKey key, Fence fence, long version, Optional<byte[]> bytes) {
    checkOpen();
    StoredState replaced =
        records.compute(
            key,
            (k, old) -> {
              if (old == null || !old.fence().equals(fence)) {
                throw new StoreException.Fenced(key, fence, old == null ? Fence.NONE : old.fence());
              }
              if (old.version() != version) {
                throw new StoreException.Conflict(key, version, old.version());
              }
              return new StoredState(bytes, fence, version + 1);
            });
    return replaced.version();
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException.Unavailable("the store is closed");
    }
  }
}

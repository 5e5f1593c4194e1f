package dev.moonpool.simulation.store;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.simulation.store.StoreFaults.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one process has of the store.
///
/// A call travels to the store on the world's time, so that it gets there even if its process dies
/// meanwhile, and its answer on the process's, so that it does not come back to a dead one.
final class SimStoreConnection implements StateStore {
  private final SimStateStore store;
  private final String name;
  private final StoreFaults faults;
  private final Time worldTime;
  private final Time processTime;
  private boolean closed;

  SimStoreConnection(
      SimStateStore store, String name, StoreFaults faults, Time worldTime, Time processTime) {
    this.store = store;
    this.name = name;
    this.faults = faults;
    this.worldTime = worldTime;
    this.processTime = processTime;
  }

  @Override
  public StoredState loadAndClaim(StateKey key, Fence fence) {
    return call(
        "claim of " + key, () -> faults.claim(true), () -> store.claim(name, key, fence), _ -> {});
  }

  @Override
  public long save(StateKey key, Fence fence, long version, byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new StoreException.TooLarge(key, bytes.length, BYTES_MAX);
    }
    // Copied now: the caller may change its array while a late save is still on its way.
    Optional<byte[]> copy = Optional.of(bytes.clone());
    return call(
        "save of " + key,
        faults::write,
        () -> store.replace(name, key, fence, version, copy),
        saved -> store.oracle().acknowledged(key, saved));
  }

  @Override
  public long delete(StateKey key, Fence fence, long version) {
    return call(
        "delete of " + key,
        faults::write,
        () -> store.replace(name, key, fence, version, Optional.empty()),
        deleted -> store.oracle().acknowledged(key, deleted));
  }

  @Override
  public Optional<StoredState> inspect(StateKey key) {
    try {
      return call("inspection of " + key, faults::read, () -> store.read(key), _ -> {});
    } catch (StoreException.Indeterminate unanswered) {
      // What only reads leaves nothing to be unsure of.
      throw new StoreException.Unavailable("inspection of " + key + ": no answer", unanswered);
    }
  }

  @Override
  public long nextIncarnation() {
    return call("next incarnation", () -> faults.claim(false), store::nextIncarnation, _ -> {});
  }

  @Override
  public void close() {
    closed = true;
  }

  /// Sends a call, parks until it is answered and returns or throws the answer.
  private <R> R call(
      String what, Supplier<Verdict> fate, Supplier<R> effect, Consumer<R> acknowledged) {
    if (closed) {
      throw new StoreException.Unavailable(what + ": nothing was done: the store is closed");
    }
    Reply<R> reply = new Reply<>(what, acknowledged);
    switch (faults.outage(worldTime.nanoTime()) ? faults.metOutage() : fate.get()) {
      case DONE -> worldTime.schedule(faults.latency(), () -> arrive(effect, reply));
      case UNAVAILABLE ->
          answer(reply, null, new StoreException.Unavailable(what + ": the store is out of reach"));
      case CORRUPT ->
          answer(reply, null, new StoreException.Corrupt(what + ": the record read is damaged"));
      case LOST -> giveUp(reply, faults.patience());
      case UNTOLD -> {
        worldTime.schedule(faults.latency(), () -> attempt(effect));
        giveUp(reply, faults.patience());
      }
      case LATE -> {
        Duration patience = faults.patience();
        worldTime.schedule(patience.plus(faults.lateness()), () -> attempt(effect));
        giveUp(reply, patience);
      }
    }
    return reply.await();
  }

  /// The call is at the store: takes effect at this instant.
  private <R> void arrive(Supplier<R> effect, Reply<R> reply) {
    try {
      R result = effect.get();
      if (faults.outage(worldTime.nanoTime())) {
        Coverage.reached("store.outage-between-effect-and-answer");
        giveUp(reply, faults.patience());
      } else {
        answer(reply, result, null);
      }
    } catch (StoreException refusal) {
      answer(reply, null, refusal);
    }
  }

  /// Takes effect, if it still may, and nobody hears of it.
  private static <R> void attempt(Supplier<R> effect) {
    try {
      R unheard = effect.get();
      Coverage.reached("store.untold-call-took-effect");
    } catch (StoreException refusal) {
      Coverage.reached("store.untold-call-refused");
    }
  }

  private void giveUp(Reply<?> reply, Duration patience) {
    StoreException.Indeterminate unknown =
        new StoreException.Indeterminate(
            reply.what + ": no answer after " + DurationText.of(patience));
    processTime.schedule(patience, () -> reply.fail(unknown));
  }

  private <R> void answer(Reply<R> reply, @Nullable R result, @Nullable StoreException failure) {
    processTime.schedule(
        faults.latency(),
        () -> {
          if (failure != null) {
            reply.fail(failure);
          } else if (result != null) {
            reply.complete(result);
          }
        });
  }

  /// Where the caller of one call waits.
  private static final class Reply<R> {
    private final String what;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Consumer<R> acknowledged;
    private @Nullable R result;
    private @Nullable StoreException failure;

    Reply(String what, Consumer<R> acknowledged) {
      this.what = what;
      this.acknowledged = acknowledged;
    }

    void complete(R answer) {
      result = answer;
      acknowledged.accept(answer);
      ended.complete(null);
    }

    void fail(StoreException answer) {
      failure = answer;
      ended.complete(null);
    }

    /// Parks without a limit, and through interrupts: every call is answered.
    R await() {
      ended.join();
      if (failure != null) {
        throw failure;
      }
      if (result == null) {
        throw new IllegalStateException("a call was answered with nothing");
      }
      return result;
    }
  }
}

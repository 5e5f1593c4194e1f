package dev.moonpool.actors.state;

import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.actors.api.StateFormatException;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of one activation: what is in memory, and the fence and version under which it may be
/// saved.
///
/// Memory changes only after the store has acknowledged. When a save is refused for a newer writer,
/// or its outcome is unknown, the cell keeps that failure: the turn must not answer success, and
/// after an unknown outcome the state is claimed and read again before the next turn. The new claim
/// bumps the version, so a save that is still on its way can no longer land.
///
/// Threads: only the turns of its activation.
///
/// @param <S> the state
public final class StateCell<S> implements ActorState<S> {
  private final StateBinding<S> binding;
  private final Owner owner;

  /// The version in the store as far as is known; a save names it.
  private long version;

  private S value;
  private boolean stored;

  /// Why the turn must not answer success; null while nothing is wrong.
  private @Nullable StateException broken;

  private @Nullable StateException lastBroken;
  private int breaks;

  private StateCell(StateBinding<S> binding, Owner owner) {
    this.binding = binding;
    this.owner = owner;
    this.value = binding.type().initial();
  }

  /// Claims and loads the state of `owner`.
  ///
  /// @throws StoreException as `StateStore.loadAndClaim`
  /// @throws StateException.Corrupt if the bytes are not a state; nothing is overwritten
  public static <S> StateCell<S> load(StateBinding<S> binding, Owner owner) {
    StateCell<S> cell = new StateCell<>(binding, owner);
    cell.claim();
    return cell;
  }

  @Override
  public S get() {
    return value;
  }

  @Override
  public boolean isStored() {
    return stored;
  }

  @Override
  public S persist(S changed) {
    Objects.requireNonNull(changed, "a state is never null; use clear() to remove it");
    owner.checkThread("persist");
    refuseIfBroken();
    byte[] bytes;
    try {
      bytes = binding.write(changed);
    } catch (StateFormatException e) {
      throw new IllegalArgumentException(
          "the new state of %s cannot be written: %s".formatted(key(), e.getMessage()), e);
    }
    version = save(bytes);
    value = changed;
    stored = true;
    return changed;
  }

  @Override
  public void clear() {
    owner.checkThread("clear");
    refuseIfBroken();
    FaultPoint.delay("state.before-delete", binding.time());
    try {
      version = binding.store().delete(key(), owner.fence(), version);
    } catch (StoreException e) {
      throw translate("delete", e);
    }
    value = binding.type().initial();
    stored = false;
  }

  /// Why the state is not known now; null if it is.
  public @Nullable StateException broken() {
    return broken;
  }

  /// How often it became unknown, or another's, so far.
  public int breaks() {
    return breaks;
  }

  /// Why a turn that began when there were `before` breaks must not answer success; null if it may.
  public @Nullable StateException brokenSince(int before) {
    return breaks == before ? null : lastBroken;
  }

  /// Claims and reads the state again, after a save whose outcome is unknown.
  ///
  /// @throws StoreException as `StateStore.loadAndClaim`; the cell stays broken then
  /// @throws StateException.Corrupt if the bytes are not a state
  public void reclaim() {
    Invariant.check(broken != null, "only a broken state is claimed again");
    Coverage.reached("state.reclaimed");
    claim();
    broken = null;
  }

  /// Asks the store whether this activation is still the writer and has the latest version. If
  /// not, or if the store does not tell, the turn must not answer success; a state that is behind
  /// is
  /// claimed and read again before the next turn.
  public void confirm() {
    if (broken != null) {
      return;
    }
    try {
      Optional<StoredState> found = binding.store().inspect(key());
      Fence holder = found.map(StoredState::fence).orElse(Fence.NONE);
      long latest = found.map(StoredState::version).orElse(0L);
      if (!holder.equals(owner.fence())) {
        breakWith(
            new StateException.Fenced(
                "confirmed read of %s: another activation is the writer".formatted(key()),
                new StoreException.Fenced(key(), owner.fence(), holder)));
      } else if (latest != version) {
        Coverage.reached("state.confirmed-read-behind");
        breakWith(
            new StateException.Indeterminate(
                "confirmed read of %s: the memory of this activation is not the latest"
                    .formatted(key()),
                new StoreException.Conflict(key(), version, latest)));
      }
    } catch (RuntimeException e) { // whatever a store of the user's throws, it has not confirmed
      breakWith(
          new StateException.Indeterminate("confirmed read of %s failed".formatted(key()), e));
    }
  }

  private void claim() {
    FaultPoint.delay("state.before-claim", binding.time());
    StoredState found = binding.store().loadAndClaim(key(), owner.fence());
    version = found.version();
    stored = found.bytes().isPresent();
    value = stored ? read(found.bytes().get()) : binding.type().initial();
  }

  private S read(byte[] bytes) {
    try {
      return binding.read(bytes);
    } catch (StateFormatException e) {
      throw new StateException.Corrupt(
          "the stored state of %s cannot be read: %s".formatted(key(), e.getMessage()), e);
    }
  }

  private long save(byte[] bytes) {
    FaultPoint.delay("state.before-save", binding.time());
    try {
      long saved = binding.store().save(key(), owner.fence(), version, bytes);
      Invariant.check(saved == version + 1, "a save adds one to the version");
      return saved;
    } catch (StoreException e) {
      throw translate("save", e);
    } finally {
      FaultPoint.delay("state.after-save", binding.time());
    }
  }

  private StateException translate(String what, StoreException cause) {
    String message = "%s of %s".formatted(what, key());
    return switch (cause) {
      case StoreException.Fenced e ->
          breakWith(new StateException.Fenced(message + ": another activation is the writer", e));
      case StoreException.Conflict e ->
          // Our own earlier attempt landed after all, or a claim did: only a new claim tells.
          breakWith(new StateException.Indeterminate(message + ": the version moved", e));
      case StoreException.Indeterminate e ->
          breakWith(new StateException.Indeterminate(message + ": the outcome is unknown", e));
      case StoreException.Unavailable e ->
          new StateException.Unavailable(
              "%s: the store is unavailable: %s".formatted(message, e.getMessage()), e);
      case StoreException.TooLarge e ->
          new StateException.TooLarge("%s: %s".formatted(message, e.getMessage()), e);
      case StoreException.Corrupt e ->
          new StateException.Corrupt("%s: %s".formatted(message, e.getMessage()), e);
    };
  }

  private StateException breakWith(StateException failure) {
    Coverage.reached(
        failure instanceof StateException.Fenced ? "state.fenced" : "state.indeterminate");
    broken = failure;
    lastBroken = failure;
    breaks++;
    return failure;
  }

  private void refuseIfBroken() {
    StateException failure = broken;
    if (failure != null) {
      // A handler that caught the first failure must not build on a state that it may not have.
      throw failure;
    }
  }

  private StateKey key() {
    return owner.stateKey();
  }

  /// Whose state it is.
  public interface Owner {
    /// The key in the store.
    StateKey stateKey();

    /// The fence that the directory granted to this activation.
    Fence fence();

    /// Does nothing if the calling thread runs a turn or a hook of the owner.
    ///
    /// @param what what the thread is about to do with the state
    /// @throws WrongThreadException if it does not
    void checkThread(String what);
  }
}

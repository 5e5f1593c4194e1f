package dev.moonpool.actors.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.FaultyStore;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.actors.api.StateFormatException;
import dev.moonpool.actors.api.StateType;
import dev.moonpool.actors.serialization.JsonStates;
import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A40")
class StateCellTest {
  private record Purse(long cents, String note) {}

  private static final StateKey KEY = new StateKey("bank::purse/alice");
  private static final Fence FENCE = new Fence(0, 1, 5);
  private static final Purse EMPTY = new Purse(0, "empty");
  private static final Purse RICH = new Purse(100, "rich");
  private static final Supplier<StoreException> LOST =
      () -> new StoreException.Indeterminate("the connection broke");
  private static final Supplier<StoreException> DOWN =
      () -> new StoreException.Unavailable("the store is down");

  private final FaultyStore store = new FaultyStore();

  @Test
  void load_neverSaved_givesTheInitialState() {
    StateCell<Purse> cell = load();

    assertThat(cell.get()).isEqualTo(EMPTY);
    assertThat(cell.isStored()).isFalse();
    assertThat(cell.broken()).isNull();
  }

  @Test
  void persist_acknowledged_isInMemoryAndInTheStore() {
    StateCell<Purse> cell = load();

    assertThat(cell.persist(RICH)).isSameAs(RICH);
    assertThat(cell.get()).isSameAs(RICH);
    assertThat(cell.isStored()).isTrue();
    assertThat(load().get()).isEqualTo(RICH);
  }

  @Test
  void persist_manyTimes_goesOnFromVersionToVersion() {
    StateCell<Purse> cell = load();
    for (int i = 1; i <= 100; i++) {
      cell.persist(new Purse(i, "rich"));
    }

    assertThat(stored().version()).isEqualTo(101);
    assertThat(load().get().cents()).isEqualTo(100);
  }

  @Test
  void persist_whileTheStoreWorks_memoryStillHoldsTheOldState() {
    Watching watching = new Watching();
    StateCell<Purse> cell = StateCell.load(binding(watching), owner(FENCE));
    watching.cell = cell;
    cell.persist(RICH);
    cell.clear();

    assertThat(watching.seenDuringSave).isEqualTo(EMPTY);
    assertThat(watching.seenDuringDelete).isEqualTo(RICH);
  }

  @Test
  void persist_unavailable_changesNothingAndMayBeTriedAgain() {
    StateCell<Purse> cell = load();
    store.thenFail(DOWN);

    assertThatThrownBy(() -> cell.persist(RICH))
        .isInstanceOf(StateException.Unavailable.class)
        .hasMessageContaining(KEY.text())
        .hasCauseInstanceOf(StoreException.Unavailable.class);
    assertThat(cell.get()).isEqualTo(EMPTY);
    assertThat(cell.isStored()).isFalse();
    assertThat(cell.broken()).isNull();
    assertThat(cell.brokenSince(0)).isNull();
    assertThat(cell.persist(RICH)).isEqualTo(RICH);
  }

  @Test
  void persist_tooLarge_changesNothingAndASmallerOneGoes() {
    StateCell<Purse> cell = load();
    Purse huge = new Purse(1, "x".repeat(StateStore.BYTES_MAX));

    assertThatThrownBy(() -> cell.persist(huge)).isInstanceOf(StateException.TooLarge.class);
    assertThat(cell.get()).isEqualTo(EMPTY);
    assertThat(cell.broken()).isNull();
    assertThat(cell.persist(RICH)).isEqualTo(RICH);
  }

  @Test
  void persist_fenced_isBrokenForGoodAndAnswersAreReplaced() {
    StateCell<Purse> cell = load();
    StateCell<Purse> winner = StateCell.load(binding(store), owner(new Fence(0, 1, 6)));
    winner.persist(RICH);

    assertThatThrownBy(() -> cell.persist(new Purse(1, "mine")))
        .isInstanceOf(StateException.Fenced.class);
    assertThat(cell.broken()).isInstanceOf(StateException.Fenced.class);
    assertThat(cell.brokenSince(0)).isInstanceOf(StateException.Fenced.class);
    assertThat(cell.get()).isEqualTo(EMPTY);
    assertThatThrownBy(() -> cell.persist(new Purse(2, "again")))
        .isInstanceOf(StateException.Fenced.class);
    assertThatThrownBy(cell::clear).isInstanceOf(StateException.Fenced.class);
    assertThatThrownBy(cell::reclaim).isInstanceOf(StoreException.Fenced.class);
    assertThat(cell.broken()).isNotNull();
    assertThat(winner.persist(new Purse(7, "still mine")).cents()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void persist_outcomeUnknown_theNextClaimSaysWhatIsTrue(boolean landed) {
    StateCell<Purse> cell = load();
    if (landed) {
      store.thenDoAndFail(LOST);
    } else {
      store.thenFail(LOST);
    }

    assertThatThrownBy(() -> cell.persist(RICH)).isInstanceOf(StateException.Indeterminate.class);
    assertThat(cell.get()).as("memory changes only after the acknowledgement").isEqualTo(EMPTY);
    assertThat(cell.broken()).isInstanceOf(StateException.Indeterminate.class);

    cell.reclaim();
    assertThat(cell.broken()).isNull();
    assertThat(cell.get()).isEqualTo(landed ? RICH : EMPTY);
    assertThat(cell.isStored()).isEqualTo(landed);
    assertThat(cell.persist(new Purse(2, "on"))).isEqualTo(new Purse(2, "on"));
  }

  @Test
  void persist_afterAnUnknownOutcome_isRefusedUntilTheStateWasClaimedAgain() {
    StateCell<Purse> cell = load();
    store.thenFail(LOST);
    assertThatThrownBy(() -> cell.persist(RICH)).isInstanceOf(StateException.Indeterminate.class);
    int calls = store.calls();

    assertThatThrownBy(() -> cell.persist(new Purse(2, "built on sand")))
        .isInstanceOf(StateException.Indeterminate.class);
    assertThatThrownBy(cell::clear).isInstanceOf(StateException.Indeterminate.class);
    assertThat(store.calls()).as("nothing was sent to the store").isEqualTo(calls);
  }

  @Test
  void reclaim_oldSaveStillOnItsWay_canNoLongerLand() {
    StateCell<Purse> cell = load();
    store.thenFail(LOST);
    assertThatThrownBy(() -> cell.persist(RICH)).isInstanceOf(StateException.Indeterminate.class);
    long versionOfTheOldSave = stored().version();
    cell.reclaim();
    cell.persist(new Purse(2, "newer"));

    byte[] old = new JsonStates().serialize(RICH, Purse.class);
    assertThatThrownBy(() -> store.inner.save(KEY, FENCE, versionOfTheOldSave, old))
        .isInstanceOf(StoreException.Conflict.class);
    assertThat(load().get()).isEqualTo(new Purse(2, "newer"));
  }

  @Test
  void persist_conflict_isAnUnknownOutcome() {
    StateCell<Purse> cell = load();
    load(); // the same fence claims again: the version moves

    assertThatThrownBy(() -> cell.persist(RICH)).isInstanceOf(StateException.Indeterminate.class);
    cell.reclaim();
    assertThat(cell.persist(RICH)).isEqualTo(RICH);
  }

  @Test
  void reclaim_failsItself_staysBroken() {
    StateCell<Purse> cell = load();
    store.thenFail(LOST).thenFail(DOWN).thenFail(LOST);
    assertThatThrownBy(() -> cell.persist(RICH)).isInstanceOf(StateException.Indeterminate.class);

    assertThatThrownBy(cell::reclaim).isInstanceOf(StoreException.Unavailable.class);
    assertThat(cell.broken()).isNotNull();
    assertThatThrownBy(cell::reclaim).isInstanceOf(StoreException.Indeterminate.class);
    assertThat(cell.broken()).isNotNull();
    cell.reclaim();
    assertThat(cell.broken()).isNull();
  }

  @Test
  void reclaim_nothingIsBroken_isAMistakeOfOurs() {
    StateCell<Purse> cell = load();

    assertThatThrownBy(cell::reclaim).isInstanceOf(InvariantViolation.class);
  }

  @Test
  void brokenSince_madeWholeMeanwhile_stillReplacesTheAnswerOfTheTurnThatSawIt() {
    StateCell<Purse> cell = load();
    int before = cell.breaks();
    store.thenFail(LOST);
    assertThatThrownBy(() -> cell.persist(RICH)).isInstanceOf(StateException.Indeterminate.class);
    cell.reclaim(); // by another turn, that runs while the first one waits

    assertThat(cell.broken()).isNull();
    assertThat(cell.brokenSince(before)).isInstanceOf(StateException.Indeterminate.class);
    assertThat(cell.brokenSince(cell.breaks())).isNull();
  }

  @Test
  void persist_cannotBeWritten_isTheCallersMistakeAndChangesNothing() {
    StateCell<Object> cell =
        StateCell.load(
            new StateBinding<>(
                new StateType<>(Object.class, "initial"), store, new JsonStates(), new NoTime()),
            owner(FENCE));
    Object unwritable =
        new Object() {
          @SuppressWarnings("unused") // by the serializer
          public String getBoom() {
            throw new IllegalStateException("boom");
          }
        };

    assertThatThrownBy(() -> cell.persist(unwritable))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(KEY.text());
    assertThat(cell.get()).isEqualTo("initial");
    assertThat(cell.broken()).isNull();
  }

  @Test
  void persist_null_isRefused() {
    StateCell<Purse> cell = load();

    assertThatThrownBy(() -> cell.persist(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("clear()");
  }

  @Test
  void clear_stored_givesTheInitialStateAndStaysCleared() {
    StateCell<Purse> cell = load();
    cell.persist(RICH);
    cell.clear();

    assertThat(cell.get()).isEqualTo(EMPTY);
    assertThat(cell.isStored()).isFalse();
    assertThat(load().isStored()).isFalse();
    assertThat(stored().bytes()).isEmpty();
  }

  @Test
  void clear_failures_changeNothingInMemory() {
    StateCell<Purse> cell = load();
    cell.persist(RICH);
    store.thenFail(DOWN).thenDoAndFail(LOST);

    assertThatThrownBy(cell::clear).isInstanceOf(StateException.Unavailable.class);
    assertThat(cell.get()).isEqualTo(RICH);
    assertThatThrownBy(cell::clear).isInstanceOf(StateException.Indeterminate.class);
    assertThat(cell.get()).isEqualTo(RICH);
    assertThat(cell.isStored()).isTrue();
    cell.reclaim();
    assertThat(cell.get()).isEqualTo(EMPTY);
  }

  @Test
  void clearAndPersist_inTurn_keepTheVersionsInStep() {
    StateCell<Purse> cell = load();
    for (int i = 0; i < 10; i++) {
      cell.persist(RICH);
      cell.clear();
    }
    cell.clear();

    assertThat(cell.persist(RICH)).isEqualTo(RICH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[1,2]", "\"text\"", "{\"cents\":\"many\"}", "\u0000"})
  @Tag("A41")
  void load_bytesThatAreNoState_failsAndOverwritesNothing(String bytes) {
    store.inner.loadAndClaim(KEY, FENCE);
    store.inner.save(KEY, FENCE, 1, bytes.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(this::load)
        .isInstanceOf(StateException.Corrupt.class)
        .hasMessageContaining(KEY.text())
        .hasCauseInstanceOf(StateFormatException.class);
    assertThat(new String(stored().bytes().orElseThrow(), StandardCharsets.UTF_8)).isEqualTo(bytes);
  }

  @Test
  @Tag("A41")
  void reclaim_corruptMeanwhile_staysBrokenAndOverwritesNothing() {
    StateCell<Purse> cell = load();
    store.thenFail(LOST);
    assertThatThrownBy(() -> cell.persist(RICH)).isInstanceOf(StateException.Indeterminate.class);
    store.inner.save(KEY, FENCE, 1, new byte[] {1, 2, 3});

    assertThatThrownBy(cell::reclaim).isInstanceOf(StateException.Corrupt.class);
    assertThat(cell.broken()).isNotNull();
    assertThatThrownBy(() -> cell.persist(RICH)).isInstanceOf(StateException.class);
    assertThat(stored().bytes()).hasValueSatisfying(b -> assertThat(b).containsExactly(1, 2, 3));
  }

  @Test
  @Tag("A41")
  void load_storeSaysCorrupt_isPassedOn() {
    store.thenFail(() -> new StoreException.Corrupt("a torn page"));

    assertThatThrownBy(this::load).isInstanceOf(StoreException.Corrupt.class);
  }

  @Test
  @Tag("A39")
  void load_stateOfAnotherBuild_ignoresUnknownFieldsAndDefaultsMissingOnes() {
    store.inner.loadAndClaim(KEY, FENCE);
    byte[] other = "{\"cents\":7,\"colour\":\"red\"}".getBytes(StandardCharsets.UTF_8);
    store.inner.save(KEY, FENCE, 1, other);

    assertThat(load().get()).isEqualTo(new Purse(7, null));
  }

  @Test
  @Tag("A35")
  void confirm_stillTheWriter_breaksNothing() {
    StateCell<Purse> cell = load();
    cell.confirm();

    assertThat(cell.broken()).isNull();
  }

  @Test
  @Tag("A35")
  void confirm_anotherHasClaimed_isFenced() {
    StateCell<Purse> cell = load();
    StateCell.load(binding(store), owner(new Fence(0, 2, 1)));
    cell.confirm();

    assertThat(cell.broken()).isInstanceOf(StateException.Fenced.class);
  }

  @Test
  @Tag("A35")
  void confirm_storeDoesNotTell_isNotAnsweredAsSuccess() {
    StateCell<Purse> cell = load();
    store.thenFail(DOWN);
    cell.confirm();

    assertThat(cell.brokenSince(0)).isInstanceOf(StateException.Indeterminate.class);
    cell.reclaim();
    cell.confirm();
    assertThat(cell.broken()).isNull();
  }

  private StateCell<Purse> load() {
    return StateCell.load(binding(store), owner(FENCE));
  }

  private StoredState stored() {
    return store.inner.inspect(KEY).orElseThrow();
  }

  private static StateBinding<Purse> binding(StateStore store) {
    return new StateBinding<>(
        new StateType<>(Purse.class, EMPTY), store, new JsonStates(), new NoTime());
  }

  private static StateCell.Owner owner(Fence fence) {
    return new StateCell.Owner() {
      @Override
      public StateKey stateKey() {
        return KEY;
      }

      @Override
      public Fence fence() {
        return fence;
      }

      @Override
      public void checkThread(String what) {}
    };
  }

  /// Looks at the cell from inside the store.
  private static final class Watching implements StateStore {
    private final FaultyStore store = new FaultyStore();
    private StateCell<Purse> cell;
    private Purse seenDuringSave;
    private Purse seenDuringDelete;

    @Override
    public StoredState loadAndClaim(StateKey key, Fence fence) {
      return store.loadAndClaim(key, fence);
    }

    @Override
    public long save(StateKey key, Fence fence, long version, byte[] bytes) {
      long saved = store.save(key, fence, version, bytes);
      seenDuringSave = cell.get();
      return saved;
    }

    @Override
    public long delete(StateKey key, Fence fence, long version) {
      long deleted = store.delete(key, fence, version);
      seenDuringDelete = cell.get();
      return deleted;
    }

    @Override
    public Optional<StoredState> inspect(StateKey key) {
      return store.inspect(key);
    }

    @Override
    public long nextIncarnation() {
      return store.nextIncarnation();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /// Fault points are off: nobody asks for the time.
  private static final class NoTime implements Time {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public void sleep(Duration duration) {
      throw new UnsupportedOperationException("nobody sleeps");
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      throw new UnsupportedOperationException("nobody sets a timer");
    }
  }
}

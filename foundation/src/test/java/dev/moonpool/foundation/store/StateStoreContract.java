package dev.moonpool.foundation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What [StateStore] promises, as tests: every implementation runs them.
///
/// A subclass says how to get an empty store and the providers it lives on; a simulated one runs
/// the body inside its world, so a test starts tasks only through those providers.
@Tag("A38")
public abstract class StateStoreContract {
  private static final StateKey ALICE = new StateKey("bank::account/alice");
  private static final StateKey BOB = new StateKey("bank::account/bob");
  private static final Fence LOW = new Fence(0, 1, 7);
  private static final Fence HIGH = new Fence(0, 2, 1);

  /// For subclasses.
  protected StateStoreContract() {}

  /// Runs `body` on an empty store, then closes it.
  protected abstract void run(Body body) throws Exception;

  /// How many tasks a concurrent test starts.
  protected int taskCount() {
    return 16;
  }

  /// A test.
  public interface Body {
    /// Tests `store` with tasks from `providers`.
    void run(StateStore store, Providers providers) throws Exception;
  }

  // ---- claims

  @Test
  void claim_unknownKey_isEmptyAtVersionOne() throws Exception {
    run(
        (store, _) -> {
          StoredState claimed = store.loadAndClaim(ALICE, LOW);
          assertThat(claimed.bytes()).isEmpty();
          assertThat(claimed.fence()).isEqualTo(LOW);
          assertThat(claimed.version()).isEqualTo(1);
        });
  }

  @Test
  void claim_sameFenceAgain_growsTheVersionByOne() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          assertThat(store.loadAndClaim(ALICE, LOW).version()).isEqualTo(2);
          assertThat(store.loadAndClaim(ALICE, LOW).version()).isEqualTo(3);
        });
  }

  @Test
  void claim_higherFence_takesTheKeyAndReturnsWhatWasSaved() throws Exception {
    run(
        (store, _) -> {
          long version = store.loadAndClaim(ALICE, LOW).version();
          long saved = store.save(ALICE, LOW, version, bytes("ten"));
          StoredState claimed = store.loadAndClaim(ALICE, HIGH);
          assertState(claimed, "ten", HIGH, saved + 1);
        });
  }

  @Test
  void claim_lowerFence_isFencedAndChangesNothing() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, HIGH);
          store.save(ALICE, HIGH, 1, bytes("ten"));
          assertFenced(() -> store.loadAndClaim(ALICE, LOW), HIGH);
          assertState(store.inspect(ALICE).orElseThrow(), "ten", HIGH, 2);
        });
  }

  @Test
  void claim_fencesAreComparedPartByPart() throws Exception {
    run(
        (store, _) -> {
          List<Fence> growing =
              List.of(
                  new Fence(0, 0, Long.MAX_VALUE),
                  new Fence(0, 1, 0),
                  new Fence(0, Long.MAX_VALUE, 5),
                  new Fence(1, 0, 0),
                  new Fence(2, 0, 9),
                  new Fence(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
          for (int i = 0; i < growing.size(); i++) {
            assertThat(store.loadAndClaim(ALICE, growing.get(i)).version()).isEqualTo(i + 1);
            for (Fence lower : growing.subList(0, i)) {
              assertFenced(() -> store.loadAndClaim(ALICE, lower), growing.get(i));
            }
          }
        });
  }

  @Test
  void claim_oneKey_leavesOthersAlone() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, HIGH);
          assertThat(store.loadAndClaim(BOB, LOW).version()).isEqualTo(1);
          assertThat(store.save(BOB, LOW, 1, bytes("five"))).isEqualTo(2);
          assertThat(store.inspect(ALICE).orElseThrow().bytes()).isEmpty();
        });
  }

  // ---- saves

  @Test
  void save_underFenceAndVersion_returnsTheNextVersion() throws Exception {
    run(
        (store, _) -> {
          long version = store.loadAndClaim(ALICE, LOW).version();
          for (int i = 0; i < 5; i++) {
            long next = store.save(ALICE, LOW, version, bytes("value " + i));
            assertThat(next).isEqualTo(version + 1);
            version = next;
          }
          assertState(store.inspect(ALICE).orElseThrow(), "value 4", LOW, version);
        });
  }

  @Test
  void save_neverClaimed_isFenced() throws Exception {
    run(
        (store, _) -> {
          assertFenced(() -> store.save(ALICE, LOW, 0, bytes("x")), Fence.NONE);
          assertFenced(() -> store.save(ALICE, LOW, 1, bytes("x")), Fence.NONE);
          assertThat(store.inspect(ALICE)).isEmpty();
        });
  }

  @Test
  @Tag("A35")
  void save_lowerFence_isFencedAndChangesNothing() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          store.save(ALICE, LOW, 1, bytes("ten"));
          StoredState taken = store.loadAndClaim(ALICE, HIGH);
          assertFenced(() -> store.save(ALICE, LOW, 2, bytes("zero")), HIGH);
          assertFenced(() -> store.save(ALICE, LOW, taken.version(), bytes("zero")), HIGH);
          assertState(store.inspect(ALICE).orElseThrow(), "ten", HIGH, 3);
        });
  }

  @Test
  void save_higherFenceThatNeverClaimed_isFencedAndChangesNothing() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          assertFenced(() -> store.save(ALICE, HIGH, 1, bytes("x")), LOW);
          assertThat(store.save(ALICE, LOW, 1, bytes("ten"))).isEqualTo(2);
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, Long.MAX_VALUE})
  void save_otherVersion_isConflictAndChangesNothing(long version) throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          store.save(ALICE, LOW, 1, bytes("ten"));
          assertThatThrownBy(() -> store.save(ALICE, LOW, version, bytes("x")))
              .isInstanceOf(StoreException.Conflict.class)
              .hasMessageContaining(ALICE.text())
              .hasMessageContaining("version 2")
              .hasMessageContaining("given " + version);
          assertState(store.inspect(ALICE).orElseThrow(), "ten", LOW, 2);
        });
  }

  @Test
  @Tag("A35")
  void save_heldBackOverNewClaimOfSameFence_cannotOverwriteTheAcknowledgedOne() throws Exception {
    run(
        (store, _) -> {
          long version = store.loadAndClaim(ALICE, LOW).version();
          // The first save is held back on its way; its writer hears nothing and claims again.
          Runnable heldBack = () -> store.save(ALICE, LOW, version, bytes("old"));
          long reclaimed = store.loadAndClaim(ALICE, LOW).version();
          long acknowledged = store.save(ALICE, LOW, reclaimed, bytes("new"));
          assertThatThrownBy(heldBack::run).isInstanceOf(StoreException.Conflict.class);
          assertState(store.inspect(ALICE).orElseThrow(), "new", LOW, acknowledged);
        });
  }

  @Test
  @Tag("A35")
  void save_heldBackOverNewClaimBeforeAnySave_cannotLandAnyMore() throws Exception {
    run(
        (store, _) -> {
          long version = store.loadAndClaim(ALICE, LOW).version();
          Runnable heldBack = () -> store.save(ALICE, LOW, version, bytes("old"));
          store.loadAndClaim(ALICE, LOW);
          assertThatThrownBy(heldBack::run).isInstanceOf(StoreException.Conflict.class);
          assertThat(store.inspect(ALICE).orElseThrow().bytes()).isEmpty();
        });
  }

  @Test
  @Tag("A35")
  void save_heldBackOverHigherClaim_isFenced() throws Exception {
    run(
        (store, _) -> {
          long version = store.loadAndClaim(ALICE, LOW).version();
          Runnable heldBack = () -> store.save(ALICE, LOW, version, bytes("old"));
          long taken = store.loadAndClaim(ALICE, HIGH).version();
          store.save(ALICE, HIGH, taken, bytes("new"));
          assertFenced(heldBack, HIGH);
          assertState(store.inspect(ALICE).orElseThrow(), "new", HIGH, taken + 1);
        });
  }

  @Test
  void save_sameSaveTwice_landsOnce() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          store.save(ALICE, LOW, 1, bytes("ten"));
          assertThatThrownBy(() -> store.save(ALICE, LOW, 1, bytes("ten")))
              .isInstanceOf(StoreException.Conflict.class);
        });
  }

  // ---- deletes

  @Test
  void delete_underFenceAndVersion_removesBytesAndKeepsFenceAndVersion() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          store.save(ALICE, LOW, 1, bytes("ten"));
          assertThat(store.delete(ALICE, LOW, 2)).isEqualTo(3);
          assertState(store.inspect(ALICE).orElseThrow(), null, LOW, 3);
          assertState(store.loadAndClaim(ALICE, HIGH), null, HIGH, 4);
        });
  }

  @Test
  @Tag("A35")
  void delete_thenOlderSave_cannotBringTheStateBack() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          long deleted = store.delete(ALICE, LOW, 1);
          assertThatThrownBy(() -> store.save(ALICE, LOW, 1, bytes("back")))
              .isInstanceOf(StoreException.Conflict.class);
          assertFenced(() -> store.loadAndClaim(ALICE, new Fence(0, 1, 6)), LOW);
          assertState(store.inspect(ALICE).orElseThrow(), null, LOW, deleted);
        });
  }

  @Test
  void delete_thenSaveAtTheNewVersion_storesAgain() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          long deleted = store.delete(ALICE, LOW, 1);
          long saved = store.save(ALICE, LOW, deleted, bytes("again"));
          assertState(store.inspect(ALICE).orElseThrow(), "again", LOW, saved);
        });
  }

  @Test
  void delete_wrongFenceOrVersion_isRefusedAndChangesNothing() throws Exception {
    run(
        (store, _) -> {
          assertFenced(() -> store.delete(ALICE, LOW, 1), Fence.NONE);
          store.loadAndClaim(ALICE, HIGH);
          store.save(ALICE, HIGH, 1, bytes("ten"));
          assertFenced(() -> store.delete(ALICE, LOW, 2), HIGH);
          assertThatThrownBy(() -> store.delete(ALICE, HIGH, 1))
              .isInstanceOf(StoreException.Conflict.class);
          assertState(store.inspect(ALICE).orElseThrow(), "ten", HIGH, 2);
        });
  }

  // ---- inspect

  @Test
  void inspect_unknownKey_isNone() throws Exception {
    run((store, _) -> assertThat(store.inspect(ALICE)).isEmpty());
  }

  @Test
  void inspect_claimedKey_claimsNothing() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          assertState(store.inspect(ALICE).orElseThrow(), null, LOW, 1);
          assertState(store.inspect(ALICE).orElseThrow(), null, LOW, 1);
          assertThat(store.save(ALICE, LOW, 1, bytes("ten"))).isEqualTo(2);
        });
  }

  // ---- what may be stored

  @Test
  void save_everyByteValue_comesBackAsItWas() throws Exception {
    run(
        (store, _) -> {
          byte[] all = new byte[512];
          for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
          }
          store.loadAndClaim(ALICE, LOW);
          store.save(ALICE, LOW, 1, all);
          assertThat(store.inspect(ALICE).orElseThrow().bytes()).hasValue(all);
        });
  }

  @Test
  void save_noBytes_isNotADeletion() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          store.save(ALICE, LOW, 1, new byte[0]);
          assertThat(store.inspect(ALICE).orElseThrow().bytes()).hasValue(new byte[0]);
          assertThat(store.loadAndClaim(ALICE, HIGH).bytes()).hasValue(new byte[0]);
        });
  }

  @Test
  void save_atTheLimit_comesBack() throws Exception {
    run(
        (store, _) -> {
          byte[] most = new byte[StateStore.BYTES_MAX];
          for (int i = 0; i < most.length; i++) {
            most[i] = (byte) (i * 31 + (i >>> 8));
          }
          store.loadAndClaim(ALICE, LOW);
          assertThat(store.save(ALICE, LOW, 1, most)).isEqualTo(2);
          StoredState claimed = store.loadAndClaim(ALICE, HIGH);
          assertThat(Arrays.equals(claimed.bytes().orElseThrow(), most)).isTrue();
        });
  }

  @Test
  void save_overTheLimit_isTooLargeAndChangesNothing() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          store.save(ALICE, LOW, 1, bytes("ten"));
          byte[] tooMany = new byte[StateStore.BYTES_MAX + 1];
          assertThatThrownBy(() -> store.save(ALICE, LOW, 2, tooMany))
              .isInstanceOf(StoreException.TooLarge.class)
              .hasMessageContaining(ALICE.text())
              .hasMessageContaining("10000001")
              .hasMessageContaining("10000000");
          assertState(store.inspect(ALICE).orElseThrow(), "ten", LOW, 2);
        });
  }

  @Test
  void save_callerChangesItsArrayAfterwards_storeKeepsItsOwn() throws Exception {
    run(
        (store, _) -> {
          byte[] given = bytes("ten");
          store.loadAndClaim(ALICE, LOW);
          store.save(ALICE, LOW, 1, given);
          given[0] = 'X';
          byte[] inspected = store.inspect(ALICE).orElseThrow().bytes().orElseThrow();
          assertThat(inspected).isEqualTo(bytes("ten"));
          inspected[0] = 'X';
          byte[] claimed = store.loadAndClaim(ALICE, HIGH).bytes().orElseThrow();
          assertThat(claimed).isEqualTo(bytes("ten"));
          claimed[0] = 'X';
          assertThat(store.inspect(ALICE).orElseThrow().bytes()).hasValue(bytes("ten"));
        });
  }

  @Test
  void keys_anyUnicode_areKeptApart() throws Exception {
    run(
        (store, _) -> {
          List<StateKey> keys = strangeKeys();
          for (int i = 0; i < keys.size(); i++) {
            assertThat(store.loadAndClaim(keys.get(i), LOW).version())
                .as("key %d is new", i)
                .isEqualTo(1);
            store.save(keys.get(i), LOW, 1, bytes("value " + i));
          }
          for (int i = 0; i < keys.size(); i++) {
            assertState(store.inspect(keys.get(i)).orElseThrow(), "value " + i, LOW, 2);
          }
        });
  }

  private static List<StateKey> strangeKeys() {
    List<StateKey> keys = new ArrayList<>();
    for (String text :
        List.of(
            "a",
            "A",
            "a ",
            " a",
            "ä",
            "a\u0308",
            "\u0000",
            "a\u0000",
            "a\u0000b",
            "'",
            "\"; --",
            "%",
            "_",
            "?",
            "\n",
            "\r\n",
            "::/",
            "日本語",
            "\uD83D\uDE00",
            "\uD83D\uDE01",
            "\uFFFD",
            "\uFEFF",
            "\uFFFF",
            "ß",
            "ss",
            "1",
            "1.0",
            "NULL",
            "x".repeat(256),
            "x".repeat(255),
            "\uD83D\uDE00".repeat(64))) {
      keys.add(new StateKey(text));
    }
    return keys;
  }

  // ---- incarnations

  @Test
  void incarnations_oneCaller_startAtOneAndGrow() throws Exception {
    run(
        (store, _) -> {
          long last = store.nextIncarnation();
          assertThat(last).isEqualTo(1);
          for (int i = 0; i < 20; i++) {
            long next = store.nextIncarnation();
            assertThat(next).isGreaterThan(last);
            last = next;
          }
        });
  }

  @Test
  void incarnations_manyTasks_areNeverIssuedTwiceAndGrowForEach() throws Exception {
    run(
        (store, providers) -> {
          ConcurrentSkipListSet<Long> issued = new ConcurrentSkipListSet<>();
          inTasks(
              providers,
              taskCount(),
              _ -> {
                long last = 0;
                for (int i = 0; i < 10; i++) {
                  long next = store.nextIncarnation();
                  assertThat(next).isGreaterThan(last);
                  assertThat(issued.add(next)).as("incarnation %d is new", next).isTrue();
                  last = next;
                }
              });
          assertThat(issued).hasSize(taskCount() * 10);
        });
  }

  @Test
  void incarnations_afterClaims_areAboveEveryFenceOfTheirs() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, new Fence(0, 7, 3));
          store.loadAndClaim(BOB, new Fence(0, 5, 1));
          assertThat(store.nextIncarnation()).isGreaterThan(7);
          store.loadAndClaim(ALICE, new Fence(0, 70, 1));
          assertFenced(() -> store.loadAndClaim(ALICE, new Fence(0, 8, 1)), new Fence(0, 70, 1));
          assertThat(store.nextIncarnation()).isGreaterThan(70);
        });
  }

  // ---- many tasks

  @Test
  void saves_manyTasksOnTheirOwnKeys_allLand() throws Exception {
    run(
        (store, providers) -> {
          inTasks(
              providers,
              taskCount(),
              task -> {
                StateKey key = new StateKey("own/" + task);
                long version = store.loadAndClaim(key, LOW).version();
                for (int i = 0; i < 20; i++) {
                  version = store.save(key, LOW, version, number(i));
                }
              });
          for (int task = 0; task < taskCount(); task++) {
            StoredState found = store.inspect(new StateKey("own/" + task)).orElseThrow();
            assertThat(found.bytes()).hasValue(number(19));
            assertThat(found.version()).isEqualTo(21);
          }
        });
  }

  @Test
  @Tag("A35")
  void saves_manyTasksAtOneVersion_exactlyOneLands() throws Exception {
    run(
        (store, providers) -> {
          long version = store.loadAndClaim(ALICE, LOW).version();
          AtomicInteger landed = new AtomicInteger();
          AtomicInteger winner = new AtomicInteger(-1);
          inTasks(
              providers,
              taskCount(),
              task -> {
                try {
                  store.save(ALICE, LOW, version, number(task));
                  landed.incrementAndGet();
                  winner.set(task);
                } catch (StoreException.Conflict _) {
                  // Another task was first.
                }
              });
          assertThat(landed).hasValue(1);
          assertThat(store.inspect(ALICE).orElseThrow().bytes()).hasValue(number(winner.get()));
        });
  }

  @Test
  @Tag("A35")
  void writers_manyTakingTheKeyFromEachOther_loseNoAcknowledgedIncrement() throws Exception {
    run(
        (store, providers) -> {
          AtomicInteger fences = new AtomicInteger();
          AtomicInteger acknowledged = new AtomicInteger();
          inTasks(
              providers,
              taskCount(),
              _ -> {
                for (int i = 0; i < 10; i++) {
                  if (increment(store, new Fence(0, 1, fences.incrementAndGet()))) {
                    acknowledged.incrementAndGet();
                  }
                }
              });
          StoredState end = store.inspect(ALICE).orElseThrow();
          int stored = end.bytes().map(bytes -> ByteBuffer.wrap(bytes).getInt()).orElse(0);
          assertThat(stored).isEqualTo(acknowledged.get()).isPositive();
          assertThat(end.fence()).isEqualTo(new Fence(0, 1, fences.get()));
        });
  }

  /// One activation's life: claims, adds one to what it found, saves. False if it was fenced.
  private static boolean increment(StateStore store, Fence fence) {
    try {
      StoredState claimed = store.loadAndClaim(ALICE, fence);
      int old = claimed.bytes().map(bytes -> ByteBuffer.wrap(bytes).getInt()).orElse(0);
      store.save(ALICE, fence, claimed.version(), number(old + 1));
      return true;
    } catch (StoreException.Fenced _) {
      return false;
    }
  }

  @Test
  void claims_manyTasksWithDifferentFences_highestHoldsTheKey() throws Exception {
    run(
        (store, providers) -> {
          inTasks(
              providers,
              taskCount(),
              task -> {
                try {
                  store.loadAndClaim(ALICE, new Fence(0, 1, task));
                } catch (StoreException.Fenced fenced) {
                  assertThat(fenced.stored()).isGreaterThan(new Fence(0, 1, task));
                }
              });
          assertThat(store.inspect(ALICE).orElseThrow().fence())
              .isEqualTo(new Fence(0, 1, taskCount() - 1));
        });
  }

  // ---- interrupts and the end

  @Test
  void save_interruptedCaller_isDoneAndKeepsTheInterrupt() throws Exception {
    run(
        (store, providers) ->
            inTasks(
                providers,
                1,
                _ -> {
                  long version = store.loadAndClaim(ALICE, LOW).version();
                  Thread.currentThread().interrupt();
                  assertThat(store.save(ALICE, LOW, version, bytes("ten"))).isEqualTo(2);
                  assertThat(Thread.interrupted()).isTrue();
                  assertThat(store.inspect(ALICE).orElseThrow().version()).isEqualTo(2);
                }));
  }

  @Test
  void everyCall_afterClose_isUnavailable() throws Exception {
    run(
        (store, _) -> {
          store.loadAndClaim(ALICE, LOW);
          store.close();
          store.close();
          assertUnavailable(() -> store.loadAndClaim(ALICE, LOW));
          assertUnavailable(() -> store.save(ALICE, LOW, 1, bytes("x")));
          assertUnavailable(() -> store.delete(ALICE, LOW, 1));
          assertUnavailable(() -> store.inspect(ALICE));
          assertUnavailable(store::nextIncarnation);
        });
  }

  @Test
  void everyCall_whileClosing_isDoneOrUnavailable() throws Exception {
    run(
        (store, providers) -> {
          inTasks(
              providers,
              taskCount(),
              task -> {
                try {
                  StateKey key = new StateKey("closing/" + task);
                  long version = store.loadAndClaim(key, LOW).version();
                  if (task == taskCount() / 2) {
                    store.close();
                  }
                  store.save(key, LOW, version, number(task));
                } catch (StoreException.Unavailable _) {
                  // The store was closed before.
                }
              });
        });
  }

  // ---- tools

  /// Runs `body` on `count` tasks with their numbers and fails with the first failure of any.
  protected static void inTasks(Providers providers, int count, IntConsumer body) throws Exception {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends.add(end);
      tasks.add(
          providers
              .tasks()
              .start(
                  "contract-" + i,
                  () -> {
                    Throwable failure = catchThrowable(() -> body.accept(number));
                    if (failure == null) {
                      end.complete(null);
                    } else {
                      end.completeExceptionally(failure);
                    }
                  }));
    }
    for (int i = 0; i < count; i++) {
      providers.time().await(ends.get(i), Duration.ofSeconds(60), "task " + i + " of " + count);
      tasks.get(i).join();
    }
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  protected static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static void assertState(
      StoredState state, @Nullable String text, Fence fence, long version) {
    assertThat(state.bytes().map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
        .isEqualTo(Optional.ofNullable(text));
    assertThat(state.fence()).isEqualTo(fence);
    assertThat(state.version()).isEqualTo(version);
  }

  private static void assertFenced(Runnable call, Fence stored) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StoreException.Fenced.class, fenced -> assertThat(fenced.stored()).isEqualTo(stored))
        .hasMessageContaining(ALICE.text())
        .hasMessageContaining(stored.toString());
  }

  private static void assertUnavailable(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("closed");
  }
}

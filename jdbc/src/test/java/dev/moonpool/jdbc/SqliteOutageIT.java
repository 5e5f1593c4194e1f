package dev.moonpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.system.SystemProviders;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What callers hear when the file is locked or a commit fails.
@Tag("A38")
final class SqliteOutageIT {
  private static final StateKey ALICE = new StateKey("bank::account/alice");
  private static final Fence FENCE = new Fence(0, 1, 1);

  @TempDir private Path directory;
  private final LogRecords records = LogRecords.of(SqliteWriter.class);
  private SystemProviders system;
  private Path file;

  @BeforeEach
  void start() {
    system = SystemProviders.start(1);
    file = directory.resolve("state.db");
  }

  @AfterEach
  void stop() {
    records.close();
    system.close();
  }

  @Test
  void calls_fileLockedByAnother_areUnavailableWithOneLogLineUntilItIsBack() throws Exception {
    try (SqliteStateStore store = builder().busyTimeout(Duration.ofMillis(50)).open()) {
      store.loadAndClaim(ALICE, FENCE);
      try (Connection _ = lock()) {
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(() -> store.save(ALICE, FENCE, 1, new byte[] {1}))
              .isInstanceOf(StoreException.Unavailable.class)
              .hasMessageContaining("save of " + ALICE)
              .hasMessageContaining("nothing was done");
        }
      }
      assertThat(store.save(ALICE, FENCE, 1, new byte[] {1})).isEqualTo(2);
    }
    assertThat(records.messages()).hasSize(2);
    assertThat(records.messages().get(0)).contains("unavailable").contains("state.db");
    assertThat(records.messages().get(1)).contains("available again");
  }

  @Test
  void call_fileLockedForLessThanTheTimeout_waits() throws Exception {
    try (SqliteStateStore store = builder().busyTimeout(Duration.ofSeconds(60)).open()) {
      CompletableFuture<Long> claimed;
      try (Connection _ = lock()) {
        claimed = start(store);
        assertThat(claimed).isNotDone();
      }
      assertThat(await(claimed)).isEqualTo(1);
    }
    assertThat(records.messages()).isEmpty();
  }

  @Test
  void call_queueIsFull_isUnavailableAtOnce() throws Exception {
    try (SqliteStateStore store = builder().queueOperationsMax(1).open()) {
      List<CompletableFuture<Long>> calls = new CopyOnWriteArrayList<>();
      try (Connection _ = lock()) {
        // One is with the writer, which waits for the lock, one in the queue; the third or, if the
        // writer has not taken the first yet, already the second finds it full.
        for (int i = 0; i < 3; i++) {
          calls.add(start(store));
        }
        CompletableFuture<Object> refused =
            CompletableFuture.anyOf(
                calls.stream()
                    .map(call -> call.handle((_, failure) -> failure.getCause()))
                    .toArray(CompletableFuture[]::new));
        assertThat(await(refused))
            .isInstanceOfSatisfying(
                StoreException.Unavailable.class,
                refusal -> assertThat(refusal).hasMessageContaining("queue is full"));
      }
    }
  }

  @Test
  void open_fileLockedWhileItMustBeCreated_isUnavailable() throws Exception {
    try (Connection _ = lock()) {
      assertThatThrownBy(() -> builder().busyTimeout(Duration.ofMillis(50)).open())
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessageContaining("state.db");
    }
  }

  @Test
  @Tag("A35")
  void save_commitFailsAndNothingLanded_isIndeterminateAndANewClaimTells() {
    FailingCommits commits = new FailingCommits();
    try (SqliteStateStore store = builder().connector(commits::connect).open()) {
      store.loadAndClaim(ALICE, FENCE);
      commits.mode = Mode.FAIL_BEFORE;
      assertIndeterminate(store);
      commits.mode = Mode.WORK;
      assertThat(store.loadAndClaim(ALICE, FENCE).bytes()).isEmpty();
      assertThat(store.save(ALICE, FENCE, 2, new byte[] {2})).isEqualTo(3);
    }
  }

  @Test
  @Tag("A35")
  void save_commitFailsAfterItLanded_isIndeterminateAndANewClaimTells() {
    FailingCommits commits = new FailingCommits();
    try (SqliteStateStore store = builder().connector(commits::connect).open()) {
      store.loadAndClaim(ALICE, FENCE);
      commits.mode = Mode.FAIL_AFTER;
      assertIndeterminate(store);
      commits.mode = Mode.WORK;
      assertThat(store.loadAndClaim(ALICE, FENCE).bytes()).hasValue(new byte[] {1});
      assertThat(store.inspect(ALICE).orElseThrow().version()).isEqualTo(3);
    }
  }

  @Test
  @Tag("A35")
  void saves_commitOfABatchFails_allOfItsCallersHearOfIt() throws Exception {
    FailingCommits commits = new FailingCommits();
    try (SqliteStateStore store =
        builder().queueOperationsMax(8).connector(commits::connect).open()) {
      List<CompletableFuture<Throwable>> failures = new ArrayList<>();
      try (Connection _ = lock()) {
        commits.mode = Mode.FAIL_BEFORE;
        for (int i = 0; i < 12; i++) {
          failures.add(failureOf(start(store)));
        }
        // Then the queue is full, and what is in it shares a transaction.
        await(CompletableFuture.anyOf(failures.toArray(CompletableFuture[]::new)));
      }
      int indeterminate = 0;
      for (CompletableFuture<Throwable> failure : failures) {
        Throwable told = await(failure);
        assertThat(told).isInstanceOf(StoreException.class);
        indeterminate += told instanceof StoreException.Indeterminate ? 1 : 0;
      }
      assertThat(indeterminate).isGreaterThanOrEqualTo(8);
      assertThat(commits.failed.get()).as("failed commits").isLessThan(indeterminate);
      commits.mode = Mode.WORK;
      assertThat(store.inspect(ALICE)).isEmpty();
    }
  }

  @Test
  @Tag("field-F6")
  void calls_commitsFailAndBeginsWork_areOneLineAndNeverAvailableInBetween() {
    FailingCommits commits = new FailingCommits();
    try (SqliteStateStore store = builder().connector(commits::connect).open()) {
      commits.mode = Mode.FAIL_BEFORE;
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> store.loadAndClaim(ALICE, FENCE))
            .isInstanceOf(StoreException.Indeterminate.class);
      }
      assertThat(records.messages()).hasSize(1);
      assertThat(records.messages().getFirst()).contains("is unavailable");
      commits.mode = Mode.WORK;
      store.loadAndClaim(ALICE, FENCE);
      assertThat(records.messages()).hasSize(2);
      assertThat(records.messages().getLast()).contains("is available again");
    }
  }

  @Test
  @Tag("field-F6")
  void calls_fileComesAndGoes_areOneLineOfEachKindAMinute() throws Exception {
    try (SqliteStateStore store = builder().busyTimeout(Duration.ofMillis(1)).open()) {
      for (int i = 0; i < 20; i++) {
        try (Connection _ = lock()) {
          assertThatThrownBy(() -> store.loadAndClaim(ALICE, FENCE))
              .isInstanceOf(StoreException.Unavailable.class);
        }
        store.loadAndClaim(ALICE, FENCE);
      }
      assertThat(records.messages()).hasSize(2);
    }
  }

  @Test
  @Tag("field-F12")
  void calls_queueIsFullOfClaims_savesStillHaveRoom() throws Exception {
    try (SqliteStateStore store = builder().queueOperationsMax(4).open()) {
      long version = store.loadAndClaim(ALICE, FENCE).version();
      CompletableFuture<Throwable> saved;
      try (Connection _ = lock()) {
        List<CompletableFuture<Throwable>> claims = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          claims.add(failureOf(start(store)));
        }
        assertThat(await(CompletableFuture.anyOf(claims.toArray(CompletableFuture[]::new))))
            .isInstanceOf(StoreException.Unavailable.class);
        saved =
            failureOf(
                CompletableFuture.supplyAsync(
                    () -> store.save(ALICE, FENCE, version + 100, new byte[] {1}),
                    system.providers().tasks().executor("caller")));
      }
      assertThat(await(saved)).isInstanceOf(StoreException.Conflict.class);
    }
  }

  @Test
  @Tag("field-O14")
  void call_isRefusedByTheWriter_showsWhoCalled() throws Exception {
    try (SqliteStateStore store = builder().busyTimeout(Duration.ofMillis(1)).open()) {
      store.loadAndClaim(ALICE, FENCE);
      assertThatThrownBy(() -> store.save(ALICE, FENCE, 7, new byte[] {1}))
          .isInstanceOf(StoreException.Conflict.class)
          .satisfies(SqliteOutageIT::showsThisTest);
      try (Connection _ = lock()) {
        assertThatThrownBy(() -> store.loadAndClaim(ALICE, FENCE))
            .isInstanceOf(StoreException.Unavailable.class)
            .satisfies(SqliteOutageIT::showsThisTest);
      }
    }
  }

  private static CompletableFuture<Throwable> failureOf(CompletableFuture<?> call) {
    return call.handle((_, failure) -> failure.getCause());
  }

  private static void showsThisTest(Throwable thrown) {
    assertThat(thrown.getStackTrace())
        .anySatisfy(
            frame -> assertThat(frame.getClassName()).isEqualTo(SqliteOutageIT.class.getName()));
  }

  private static void assertIndeterminate(SqliteStateStore store) {
    assertThatThrownBy(() -> store.save(ALICE, FENCE, 1, new byte[] {1}))
        .isInstanceOf(StoreException.Indeterminate.class)
        .hasMessageContaining("save of " + ALICE)
        .hasMessageContaining("planted");
  }

  private SqliteStateStore.Builder builder() {
    return SqliteStateStore.builder(system.providers(), file);
  }

  private CompletableFuture<Long> start(SqliteStateStore store) {
    return CompletableFuture.supplyAsync(
        () -> store.loadAndClaim(ALICE, FENCE).version(),
        system.providers().tasks().executor("caller"));
  }

  private <T> T await(CompletableFuture<T> future) throws Exception {
    return system.providers().time().await(future, Duration.ofSeconds(30), "an answer");
  }

  private Connection lock() throws SQLException {
    Connection holder = SqliteFile.connect(file);
    try (Statement statement = holder.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return holder;
  }

  private enum Mode {
    WORK,
    FAIL_BEFORE,
    FAIL_AFTER
  }

  /// Connections whose commits fail when told to, before or after they have done it.
  private static final class FailingCommits {
    private final AtomicInteger failed = new AtomicInteger();
    private volatile Mode mode = Mode.WORK;

    Connection connect(Path path) throws SQLException {
      Connection real = SqliteFile.connect(path);
      return proxy(
          Connection.class,
          real,
          (method, result) ->
              method.equals("prepareStatement") && isCommit((PreparedStatement) result)
                  ? failing((PreparedStatement) result)
                  : result);
    }

    private static boolean isCommit(PreparedStatement statement) {
      return statement.toString().contains("COMMIT");
    }

    private PreparedStatement failing(PreparedStatement real) {
      return (PreparedStatement)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {PreparedStatement.class},
              (_, method, arguments) -> {
                if (method.getName().equals("execute") && mode == Mode.FAIL_BEFORE) {
                  failed.incrementAndGet();
                  throw new SQLException("planted");
                }
                Object result = method.invoke(real, arguments);
                if (method.getName().equals("execute") && mode == Mode.FAIL_AFTER) {
                  throw new SQLException("planted");
                }
                return result;
              });
    }

    private static <T> T proxy(Class<T> type, T real, After after) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (_, method, arguments) -> {
                try {
                  return after.apply(method.getName(), method.invoke(real, arguments));
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    private interface After {
      Object apply(String method, Object result);
    }
  }
}

package dev.moonpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.foundation.system.SystemProviders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the SQLite store promises beyond the contract: the file, its bounds, its batches, its
/// damage.
@Tag("A38")
final class SqliteStateStoreIT {
  private static final StateKey ALICE = new StateKey("bank::account/alice");
  private static final StateKey BOB = new StateKey("bank::account/bob");
  private static final Fence FENCE = new Fence(0, 1, 1);

  @TempDir private Path directory;
  private SystemProviders system;
  private Path file;

  @BeforeEach
  void start() {
    system = SystemProviders.start(1);
    file = directory.resolve("state ü.db");
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void open_afterClose_findsEverything() {
    try (SqliteStateStore store = open()) {
      store.loadAndClaim(ALICE, FENCE);
      store.save(ALICE, FENCE, 1, bytes("ten"));
      store.loadAndClaim(BOB, FENCE);
      store.delete(BOB, FENCE, 1);
      assertThat(store.nextIncarnation()).isEqualTo(2);
    }
    try (SqliteStateStore store = open()) {
      assertThat(store.inspect(ALICE).orElseThrow().bytes()).hasValue(bytes("ten"));
      assertThat(store.inspect(ALICE).orElseThrow().fence()).isEqualTo(FENCE);
      assertThat(store.inspect(BOB).orElseThrow().bytes()).isEmpty();
      assertThat(store.inspect(BOB).orElseThrow().version()).isEqualTo(2);
      assertThat(store.nextIncarnation()).isEqualTo(3);
    }
  }

  @Test
  @Tag("A35")
  void twoStores_onOneFile_loseNoAcknowledgedIncrement() throws Exception {
    AtomicInteger acknowledged = new AtomicInteger();
    try (SqliteStateStore one = open();
        SqliteStateStore two = open()) {
      List<CompletableFuture<Void>> ends = new ArrayList<>();
      for (SqliteStateStore store : List.of(one, two, one, two)) {
        ends.add(
            start(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    acknowledged.addAndGet(increment(store));
                  }
                  return null;
                }));
      }
      for (CompletableFuture<Void> end : ends) {
        system.providers().time().await(end, Duration.ofSeconds(60), "four writers of one key");
      }
      assertThat(one.inspect(ALICE).orElseThrow().bytes())
          .hasValue(ByteBuffer.allocate(4).putInt(acknowledged.get()).array());
      assertThat(one.nextIncarnation()).isEqualTo(201);
    }
  }

  /// Adds one to what is stored; 0 if another writer came between.
  static int increment(SqliteStateStore store) {
    Fence fence = new Fence(0, store.nextIncarnation(), 1);
    try {
      StoredState claimed = store.loadAndClaim(ALICE, fence);
      int old = claimed.bytes().map(bytes -> ByteBuffer.wrap(bytes).getInt()).orElse(0);
      byte[] next = ByteBuffer.allocate(4).putInt(old + 1).array();
      store.save(ALICE, fence, claimed.version(), next);
      return 1;
    } catch (StoreException.Fenced _) {
      return 0;
    }
  }

  // ---- opening

  @Test
  void open_manyAtOnceOnANewFile_allOpenIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path fresh = directory.resolve("fresh-" + round + ".db");
      List<CompletableFuture<Object>> issued = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        issued.add(
            start(
                () -> {
                  try (SqliteStateStore store = SqliteStateStore.open(system.providers(), fresh)) {
                    return store.nextIncarnation();
                  }
                }));
      }
      List<Object> incarnations = new ArrayList<>();
      for (CompletableFuture<Object> one : issued) {
        incarnations.add(value(one));
      }
      assertThat(incarnations).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void open_missingDirectory_isUnavailableAndNamesTheFile() {
    Path lost = directory.resolve("no/such/state.db");
    assertThatThrownBy(() -> SqliteStateStore.open(system.providers(), lost))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining(lost.toString());
  }

  @Test
  void open_noSqliteFile_isCorruptAndLeftAsItIs() throws Exception {
    byte[] text = bytes("this is no database\n".repeat(100));
    Files.write(file, text);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.Corrupt.class)
        .hasMessageContaining(file.toString());
    assertThat(Files.readAllBytes(file)).isEqualTo(text);
  }

  @Test
  void open_otherProgramsFile_isCorruptAndLeftAsItIs() throws Exception {
    sql("CREATE TABLE customers (name TEXT)");
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.Corrupt.class)
        .hasMessageContaining("some other program");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void open_newerSchema_isRefusedWithBothVersions() throws Exception {
    open().close();
    sql("PRAGMA user_version = 2");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.Corrupt.class)
        .hasMessageContaining("schema version 2")
        .hasMessageContaining("knows 1");
  }

  @Test
  void open_pathWithQuestionMark_isRefused() {
    assertThatThrownBy(
            () -> SqliteStateStore.open(system.providers(), directory.resolve("a?b=c.db")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("question mark");
  }

  @Test
  void builder_boundsBelowTheirRange_areRefused() {
    SqliteStateStore.Builder builder = SqliteStateStore.builder(system.providers(), file);
    assertThatThrownBy(() -> builder.busyTimeout(Duration.ZERO)).hasMessageContaining("0 s");
    assertThatThrownBy(() -> builder.queueOperationsMax(0)).hasMessageContaining("queueOperations");
    assertThatThrownBy(() -> builder.queueBytesMax(0)).hasMessageContaining("queueBytesMax");
    assertThatThrownBy(() -> builder.batchOperationsMax(-1)).hasMessageContaining("-1");
  }

  // ---- batches

  @Test
  void batch_someOperationsRefused_othersAreDone() throws Exception {
    try (SqliteStateStore store = open()) {
      store.loadAndClaim(ALICE, FENCE);
      store.loadAndClaim(BOB, FENCE);
      List<CompletableFuture<Object>> answers;
      try (Connection _ = lock()) {
        answers =
            List.of(
                start(() -> store.save(ALICE, new Fence(0, 0, 9), 1, bytes("fenced"))),
                start(() -> store.save(ALICE, FENCE, 7, bytes("conflict"))),
                start(() -> store.save(ALICE, FENCE, 1, bytes("alice"))),
                start(() -> store.save(BOB, FENCE, 1, bytes("bob"))),
                start(() -> store.inspect(BOB)));
      }
      assertThat(failure(answers.get(0))).isInstanceOf(StoreException.Fenced.class);
      assertThat(failure(answers.get(1))).isInstanceOf(StoreException.Conflict.class);
      assertThat(value(answers.get(2))).isEqualTo(2L);
      assertThat(value(answers.get(3))).isEqualTo(2L);
      assertThat(value(answers.get(4)).toString()).contains("StoredState");
    }
  }

  @Test
  void batch_databaseFailsForOneOperation_othersAreDone() throws Exception {
    try (SqliteStateStore store = open()) {
      for (int i = 0; i < 10; i++) {
        store.loadAndClaim(new StateKey("key/" + i), FENCE);
      }
      sql(
          "CREATE TRIGGER planted BEFORE UPDATE ON state WHEN NEW.key = CAST('key/4' AS BLOB)"
              + " BEGIN SELECT RAISE(ABORT, 'planted failure'); END");
      List<CompletableFuture<Object>> answers = new ArrayList<>();
      try (Connection _ = lock()) {
        for (int i = 0; i < 10; i++) {
          StateKey key = new StateKey("key/" + i);
          answers.add(start(() -> store.save(key, FENCE, 1, bytes("saved"))));
        }
      }
      for (int i = 0; i < 10; i++) {
        if (i == 4) {
          assertThat(failure(answers.get(i)))
              .isInstanceOf(StoreException.Unavailable.class)
              .hasMessageContaining("save of key/4")
              .hasMessageContaining("planted failure");
        } else {
          assertThat(value(answers.get(i))).isEqualTo(2L);
        }
      }
      assertThat(store.inspect(new StateKey("key/4")).orElseThrow().bytes()).isEmpty();
    }
  }

  @Test
  void batch_moreThanOneTransactionTakes_isDoneInSeveral() throws Exception {
    try (SqliteStateStore store =
        SqliteStateStore.builder(system.providers(), file).batchOperationsMax(3).open()) {
      List<CompletableFuture<Object>> answers = new ArrayList<>();
      try (Connection _ = lock()) {
        for (int i = 0; i < 50; i++) {
          StateKey key = new StateKey("key/" + i);
          answers.add(start(() -> store.loadAndClaim(key, FENCE).version()));
        }
      }
      for (CompletableFuture<Object> answer : answers) {
        assertThat(value(answer)).isEqualTo(1L);
      }
    }
  }

  // ---- damage

  @Test
  @Tag("A41")
  void claim_flippedBitInState_isCorruptAndNothingIsOverwritten() throws Exception {
    try (SqliteStateStore store = open()) {
      store.loadAndClaim(ALICE, FENCE);
      store.save(ALICE, FENCE, 1, bytes("ten"));
      store.loadAndClaim(BOB, FENCE);
      sql("UPDATE state SET bytes = CAST('tem' AS BLOB) WHERE key = CAST(? AS BLOB)", ALICE);
      assertCorrupt(store);
      assertCorrupt(store); // the first attempt has changed nothing
      sql("UPDATE state SET bytes = CAST('ten' AS BLOB) WHERE key = CAST(? AS BLOB)", ALICE);
      assertThat(store.loadAndClaim(ALICE, new Fence(0, 2, 1)).version()).isEqualTo(3);
      assertThat(store.loadAndClaim(BOB, FENCE).version()).isEqualTo(2);
    }
  }

  @Test
  void claim_changedFenceVersionOrLostBytes_isCorrupt() throws Exception {
    for (String damage :
        List.of("view = 1", "incarnation = -1", "counter = 0", "version = 9", "bytes = NULL")) {
      Files.deleteIfExists(file);
      try (SqliteStateStore store = open()) {
        store.loadAndClaim(ALICE, FENCE);
        store.save(ALICE, FENCE, 1, bytes("ten"));
        sql("UPDATE state SET " + damage + " WHERE key = CAST(? AS BLOB)", ALICE);
        assertCorrupt(store);
      }
    }
  }

  private static void assertCorrupt(SqliteStateStore store) {
    assertThatThrownBy(() -> store.loadAndClaim(ALICE, new Fence(0, 2, 1)))
        .isInstanceOf(StoreException.Corrupt.class)
        .hasMessageContaining(ALICE.text());
    assertThatThrownBy(() -> store.inspect(ALICE)).isInstanceOf(StoreException.Corrupt.class);
  }

  // ---- tools

  private SqliteStateStore open() {
    return SqliteStateStore.open(system.providers(), file);
  }

  private <T> CompletableFuture<T> start(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, system.providers().tasks().executor("caller"));
  }

  private Object value(CompletableFuture<Object> answer) throws Exception {
    return system.providers().time().await(answer, Duration.ofSeconds(30), "an answer");
  }

  private Throwable failure(CompletableFuture<Object> answer) throws Exception {
    return value(answer.handle((value, failure) -> failure.getCause())) instanceof Throwable t
        ? t
        : null;
  }

  /// Holds the file's write lock, as another process would, until it is closed.
  private Connection lock() throws SQLException {
    Connection holder = SqliteFile.connect(file);
    try (Statement statement = holder.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return holder;
  }

  private void sql(String command, StateKey... keys) throws SQLException {
    try (Connection connection = SqliteFile.connect(file);
        PreparedStatement statement = connection.prepareStatement(command)) {
      for (int i = 0; i < keys.length; i++) {
        statement.setString(i + 1, keys[i].text());
      }
      statement.execute();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

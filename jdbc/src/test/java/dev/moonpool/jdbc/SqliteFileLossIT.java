package dev.moonpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.system.SystemProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that is taken away under a running store: noticed before the next commit, so that no
/// write is acknowledged that is not found under the file's path.
@Tag("field-F4")
final class SqliteFileLossIT {
  private static final StateKey ALICE = new StateKey("bank::account/alice");
  private static final Fence FENCE = new Fence(0, 1, 1);

  @TempDir private Path directory;
  private final LogRecords records = LogRecords.of(SqliteWriter.class);
  private SystemProviders system;
  private Path folder;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    system = SystemProviders.start(1);
    folder = Files.createDirectory(directory.resolve("data"));
    file = folder.resolve("state.db");
  }

  @AfterEach
  void stop() {
    records.close();
    system.close();
  }

  @Test
  void save_fileDeleted_isUnavailableWithOneLogLineAndNoNewFileIsMade() throws IOException {
    try (SqliteStateStore store = openWithOne()) {
      Files.delete(file);
      for (int i = 0; i < 20; i++) {
        assertUnavailable(store, "was deleted or renamed");
      }
      assertThatThrownBy(() -> store.loadAndClaim(new StateKey("bank::account/bob"), FENCE))
          .isInstanceOf(StoreException.Unavailable.class);
      assertThatThrownBy(store::nextIncarnation).isInstanceOf(StoreException.Unavailable.class);
    }
    assertThat(file).doesNotExist();
    assertThat(records.messages()).hasSize(1);
    assertThat(records.messages().getFirst()).contains("state.db").contains("restarted");
  }

  @Test
  void save_fileRenamedAndBack_goesOnWithEveryAcknowledgedWrite() throws IOException {
    try (SqliteStateStore store = openWithOne()) {
      Path elsewhere = folder.resolve("elsewhere.db");
      Files.move(file, elsewhere);
      assertUnavailable(store, "was deleted or renamed");
      Files.move(elsewhere, file);
      assertThat(store.save(ALICE, FENCE, 2, new byte[] {2})).isEqualTo(3);
    }
    assertStored(2, 3);
    assertThat(records.messages()).hasSize(2);
    assertThat(records.messages().getLast()).contains("available again");
  }

  @Test
  void save_folderRenamedAndBack_goesOnWithEveryAcknowledgedWrite() throws IOException {
    try (SqliteStateStore store = openWithOne()) {
      Path elsewhere = directory.resolve("elsewhere");
      Files.move(folder, elsewhere);
      assertUnavailable(store, "or its folder was");
      Files.move(elsewhere, folder);
      assertThat(store.save(ALICE, FENCE, 2, new byte[] {2})).isEqualTo(3);
    }
    assertStored(2, 3);
  }

  @Test
  void save_fileReplacedByAnother_isUnavailableAndTheOtherFileStaysAsItIs() throws IOException {
    Path other = folder.resolve("other.db");
    try (SqliteStateStore another = SqliteStateStore.open(system.providers(), other)) {
      another.loadAndClaim(ALICE, new Fence(0, 9, 9));
    }
    try (SqliteStateStore store = openWithOne()) {
      Files.move(file, folder.resolve("old.db"));
      Files.copy(other, file);
      assertUnavailable(store, "was replaced by another file");
      assertUnavailable(store, "was replaced by another file");
    }
    // The other file's own log would have been state.db-wal, which the store had open.
    Files.deleteIfExists(folder.resolve("state.db-wal"));
    Files.deleteIfExists(folder.resolve("state.db-shm"));
    try (SqliteStateStore store = SqliteStateStore.open(system.providers(), file)) {
      assertThat(store.inspect(ALICE).orElseThrow().fence()).isEqualTo(new Fence(0, 9, 9));
    }
  }

  @Test
  void save_logDeleted_isUnavailableAndWhatWasAcknowledgedIsInTheFile() throws IOException {
    try (SqliteStateStore store = openWithOne()) {
      Files.delete(folder.resolve("state.db-wal"));
      assertUnavailable(store, "state.db-wal was deleted");
      Path copy = Files.copy(file, folder.resolve("copy.db"));
      try (SqliteStateStore copied = SqliteStateStore.open(system.providers(), copy)) {
        assertThat(copied.inspect(ALICE).orElseThrow().bytes()).hasValue(new byte[] {1});
      }
    }
    assertStored(1, 2);
  }

  private SqliteStateStore openWithOne() {
    SqliteStateStore store = SqliteStateStore.open(system.providers(), file);
    store.loadAndClaim(ALICE, FENCE);
    assertThat(store.save(ALICE, FENCE, 1, new byte[] {1})).isEqualTo(2);
    return store;
  }

  private static void assertUnavailable(SqliteStateStore store, String why) {
    assertThatThrownBy(() -> store.save(ALICE, FENCE, 2, new byte[] {9}))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("save of " + ALICE)
        .hasMessageContaining(why);
  }

  private void assertStored(int value, long version) {
    try (SqliteStateStore store = SqliteStateStore.open(system.providers(), file)) {
      assertThat(store.inspect(ALICE).orElseThrow().bytes()).hasValue(new byte[] {(byte) value});
      assertThat(store.inspect(ALICE).orElseThrow().version()).isEqualTo(version);
    }
  }
}

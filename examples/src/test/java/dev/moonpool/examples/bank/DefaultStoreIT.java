package dev.moonpool.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.actors.runtime.RuntimeBuilder;
import dev.moonpool.examples.bank.Account.Open;
import dev.moonpool.examples.bank.Account.Read;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.jdbc.SqliteStateStoreProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a runtime does that is given no store, where the SQLite module is on the path.
@Tag("A45")
class DefaultStoreIT {
  @TempDir private Path folder;

  @BeforeEach
  void chooseFolder() {
    System.setProperty(SqliteStateStoreProvider.FOLDER_PROPERTY, folder.toString());
  }

  @AfterEach
  void forgetFolder() {
    System.clearProperty(SqliteStateStoreProvider.FOLDER_PROPERTY);
  }

  @Test
  void start_noStoreGiven_statesAreInAFileAndOutliveTheRuntime() throws Exception {
    try (ActorRuntime runtime = bank().start()) {
      alice(runtime).call(new Open(100));
    }
    assertThat(folder.resolve("bank.db")).isNotEmptyFile();
    try (ActorRuntime runtime = bank().start()) {
      assertThat(alice(runtime).call(new Read()).balance()).isEqualTo(100);
    }
  }

  @Test
  void start_storeGiven_itWinsAndThereIsNoFile() throws Exception {
    try (ActorRuntime runtime = bank().store(InMemoryStateStore.create()).start()) {
      alice(runtime).call(new Open(100));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void start_noStateAtAll_thereIsNoFile() throws Exception {
    List<NodeAddress> nodes = List.of(new NodeAddress("127.0.0.1", 1));
    try (ActorRuntime runtime = ActorRuntime.builder("bank").nodes(nodes).start()) {
      assertThat(runtime.metrics().activations()).isZero();
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static RuntimeBuilder bank() {
    return ActorRuntime.builder("bank").host(AccountActor.DEFINITION);
  }

  private static ActorRef<Account> alice(ActorRuntime runtime) {
    return runtime.actor(Account.TYPE, "alice");
  }
}

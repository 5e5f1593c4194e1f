package dev.moonpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Tasks;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StateStoreProvider;
import dev.moonpool.foundation.system.SystemProviders;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("A45")
final class SqliteStateStoreProviderIT {
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
  void load_moduleOnThePath_itIsTheOneOffer() {
    assertThat(ServiceLoader.load(StateStoreProvider.class))
        .singleElement()
        .isInstanceOf(SqliteStateStoreProvider.class);
  }

  @Test
  void open_namespaceWithOddCharacters_makesAFileOfThatNamespaceAlone() {
    try (SystemProviders system = SystemProviders.start(1);
        StateStore one = open(system.providers(), "b?nk ü");
        StateStore again = open(system.providers(), "b?nk ü");
        StateStore other = open(system.providers(), "bank")) {
      long first = one.nextIncarnation();
      assertThat(again.nextIncarnation()).isEqualTo(first + 1);
      assertThat(other.nextIncarnation()).isEqualTo(1);
      assertThat(folder.resolve("b%3Fnk+%C3%BC.db")).isNotEmptyFile();
    }
  }

  @Test
  void open_worldWithoutPlatformThreads_offersNothing() {
    try (SystemProviders system = SystemProviders.start(1)) {
      Providers real = system.providers();
      Providers simulated =
          new Providers(real.time(), new VirtualOnlyTasks(), real.network(), real.randomness());
      assertThat(new SqliteStateStoreProvider().open(simulated, "bank")).isEmpty();
      assertThat(folder).isEmptyDirectory();
    }
  }

  private static StateStore open(Providers providers, String namespace) {
    return new SqliteStateStoreProvider().open(providers, namespace).orElseThrow();
  }

  private static final class VirtualOnlyTasks implements Tasks {
    @Override
    public Task start(String name, Runnable body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Executor executor(String name) {
      throw new UnsupportedOperationException();
    }
  }
}

package dev.moonpool.jdbc;

import dev.moonpool.foundation.store.StateStoreContract;
import dev.moonpool.foundation.system.SystemProviders;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("A38")
final class SqliteStateStoreContractIT extends StateStoreContract {
  @TempDir private Path directory;

  @Override
  protected void run(Body body) throws Exception {
    try (SystemProviders system = SystemProviders.start(1);
        SqliteStateStore store =
            SqliteStateStore.open(system.providers(), directory.resolve("state.db"))) {
      body.run(store, system.providers());
    }
  }
}

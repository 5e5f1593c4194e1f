package dev.moonpool.jdbc;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StateStoreProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// Keeps the states of a runtime that was given no store in the SQLite file `<namespace>.db`.
///
/// The file is in the folder that the system property `moonpool.store.folder` names, by default in
/// the working directory. In its name, what is not a letter, digit, `.`, `-`, `*` or `_` is written
/// as in a URL.
public final class SqliteStateStoreProvider implements StateStoreProvider {
  /// The system property that names the folder.
  public static final String FOLDER_PROPERTY = "moonpool.store.folder";

  private static final Logger LOG = System.getLogger(SqliteStateStoreProvider.class.getName());

  /// For the `ServiceLoader`.
  public SqliteStateStoreProvider() {}

  @Override
  public Optional<StateStore> open(Providers providers, String namespace) {
    if (!providers.tasks().hasPlatformThreads()) {
      return Optional.empty();
    }
    String name = URLEncoder.encode(namespace, StandardCharsets.UTF_8) + ".db";
    Path file = Path.of(System.getProperty(FOLDER_PROPERTY, "")).resolve(name).toAbsolutePath();
    StateStore store = SqliteStateStore.open(providers, file);
    LOG.log(Level.INFO, "states of {0} are kept in {1}", namespace, file);
    return Optional.of(store);
  }
}

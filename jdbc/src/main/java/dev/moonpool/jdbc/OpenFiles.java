package dev.moonpool.jdbc;

import dev.moonpool.foundation.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The database and its write-ahead log as the writer has opened them: whether both are still at
/// their paths. Used by the writer's thread alone.
///
/// The database must stay the one that was opened first. Another one at its path has another
/// history: states that are older than what actors have in memory, and incarnations that would be
/// issued twice.
final class OpenFiles {
  private final Path path;
  private final Path logPath;
  private @Nullable FileIdentity database;
  private @Nullable FileIdentity log;

  OpenFiles(Path path) {
    this.path = path;
    this.logPath = path.resolveSibling(path.getFileName() + "-wal");
  }

  /// A connection has been opened.
  ///
  /// @throws StoreException.Unavailable if it has not opened the file that was opened first
  void opened() {
    try {
      if (database == null) {
        database = FileIdentity.of(path);
      }
    } catch (IOException e) {
      throw new StoreException.Unavailable(path + " is gone", e);
    }
    demandUnchanged();
  }

  /// A transaction has begun, so that there is a log.
  void begun() {
    if (log == null && Files.exists(logPath)) {
      try {
        log = FileIdentity.of(logPath);
      } catch (IOException e) {
        throw new StoreException.Unavailable(logPath + " is gone", e);
      }
    }
  }

  /// The connection is closed, and SQLite has removed the log if it was the last one.
  void closed() {
    log = null;
  }

  /// @throws StoreException.Unavailable if a file was deleted, renamed or replaced
  void demandUnchanged() {
    FileIdentity[] opened = {database, log};
    for (FileIdentity file : opened) {
      String change = file == null ? null : file.change();
      if (change != null) {
        throw new StoreException.Unavailable(
            change
                + "; it must be back before anything is written, and a node that is to use what is"
                + " there now must be restarted");
      }
    }
  }

  /// Whether the database itself is where it was.
  boolean hasDatabase() {
    FileIdentity opened = database;
    return opened != null && opened.change() == null;
  }
}

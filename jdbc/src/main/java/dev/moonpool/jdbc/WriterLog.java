package dev.moonpool.jdbc;

import dev.moonpool.foundation.RareLog;
import dev.moonpool.foundation.Time;
import java.lang.System.Logger.Level;
import java.sql.SQLException;

/// What the writer logs: one line when the file becomes unavailable and one when a commit has
/// worked
/// again, however many calls fail meanwhile, and each at most once a minute. Used by the writer's
/// thread alone.
final class WriterLog {
  private final SqliteFile file;
  private final RareLog rare;
  private boolean unavailable;

  WriterLog(SqliteFile file, Time time) {
    this.file = file;
    this.rare = new RareLog(System.getLogger(SqliteWriter.class.getName()), time);
  }

  void unavailable(Exception cause) {
    if (unavailable) {
      return;
    }
    unavailable = true;
    boolean locked = cause instanceof SQLException e && SqliteFile.isLocked(e);
    String hint = locked ? " (is a process stopped that holds its lock?)" : "";
    rare.log(
        Level.WARNING,
        "unavailable",
        () ->
            "state file %s is unavailable, calls fail until it is back%s: %s"
                .formatted(file.path(), hint, cause.getMessage()));
  }

  /// A commit has worked.
  void committed() {
    if (unavailable) {
      unavailable = false;
      rare.log(
          Level.INFO, "available", () -> "state file %s is available again".formatted(file.path()));
    }
  }

  void failed(Throwable cause) {
    rare.log(
        Level.ERROR,
        "failed: " + cause.getClass().getName(),
        () -> "the writer of state file " + file.path() + " failed",
        cause);
  }
}

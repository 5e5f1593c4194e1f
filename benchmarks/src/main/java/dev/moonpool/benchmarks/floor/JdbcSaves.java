package dev.moonpool.benchmarks.floor;

import dev.moonpool.benchmarks.contender.Calls;
import dev.moonpool.benchmarks.contender.Scratch;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// The floor under every save: one prepared update, committed and synced, on the caller's own
/// thread and connection. For a single caller.
public final class JdbcSaves implements Calls {
  private final Scratch scratch = Scratch.create();
  private final Connection connection;
  private final PreparedStatement update;
  private long version;

  /// Opens a new file with one row in it, with the same durability as our store's.
  public JdbcSaves() {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + scratch.file("raw.db"));
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute(
            "CREATE TABLE state (key BLOB NOT NULL PRIMARY KEY, version INTEGER, bytes BLOB)");
        statement.execute("INSERT INTO state VALUES (x'61', 0, x'00')");
      }
      update =
          connection.prepareStatement(
              "UPDATE state SET version = ?, bytes = ? WHERE key = x'61' AND version = ?");
    } catch (SQLException e) {
      throw new IllegalStateException("the raw SQLite file cannot be set up", e);
    }
  }

  @Override
  public long call(int target) {
    try {
      update.setLong(1, version + 1);
      update.setBytes(2, Scratch.STATE);
      update.setLong(3, version);
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("the row was not at version " + version);
      }
      return ++version;
    } catch (SQLException e) {
      throw new IllegalStateException("the raw update failed", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the raw SQLite file cannot be closed", e);
    } finally {
      scratch.close();
    }
  }
}

package dev.moonpool.jdbc;

import dev.moonpool.foundation.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.jdbc4.JDBC4Connection;

/// A SQLite file of states: how it is opened, what must be in it, what its errors mean.
///
/// @param path where it is
/// @param busyTimeout how long another process may keep it locked
/// @param connector who opens the connection
record SqliteFile(Path path, Duration busyTimeout, Connector connector) {
  /// Says in the file's header whose it is: "MPst".
  private static final int APPLICATION_ID = 0x4D507374;

  private static final int SCHEMA_VERSION = 1;

  /// Where the write-ahead log is cut back to after a checkpoint, in bytes.
  private static final int LOG_BYTES_KEPT = 16 << 20;

  /// Opens connections; tests have one whose commits fail.
  interface Connector {
    Connection connect(Path path) throws SQLException;
  }

  /// Opens a connection of the driver, past the list of drivers that the JVM shares.
  static Connection connect(Path path) throws SQLException {
    String name = path.toString();
    return new JDBC4Connection("jdbc:sqlite:" + name, name, new Properties());
  }

  /// Opens the file; creates and fills it if it is new.
  ///
  /// @throws StoreException.Corrupt if it is something else than a file of states
  SqliteSession open() throws SQLException {
    Connection connection = connector.connect(path);
    try {
      prepare(connection);
      return new SqliteSession(connection);
    } catch (SQLException | RuntimeException | Error e) {
      try {
        connection.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // The writer waits for locks itself, in finer steps than SQLite would; and some steps of the
      // following are refused at once whatever SQLite's own patience.
      statement.execute("PRAGMA busy_timeout = 0");
      // Looked at before anything is changed: somebody else's file stays as it is.
      // In a transaction, so that a file which another process is creating is seen before or after.
      statement.execute("BEGIN");
      boolean isNew = checkAndTellWhetherNew(statement);
      statement.execute("COMMIT");
      statement.execute("PRAGMA journal_mode = WAL");
      // Syncs the log at each commit: an acknowledged save survives a power cut.
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA journal_size_limit = " + LOG_BYTES_KEPT);
      if (isNew) {
        create(statement);
      }
    }
  }

  private void create(Statement statement) throws SQLException {
    statement.execute("BEGIN IMMEDIATE");
    // Another process may have been faster.
    if (checkAndTellWhetherNew(statement)) {
      // bytes is the last column: a claim that changes only what is before it leaves the pages that
      // a long state has overflowed to alone.
      statement.execute(
          """
          CREATE TABLE state (
            key         BLOB    NOT NULL PRIMARY KEY,
            view        INTEGER NOT NULL,
            incarnation INTEGER NOT NULL,
            counter     INTEGER NOT NULL,
            version     INTEGER NOT NULL,
            checksum    INTEGER NOT NULL,
            bytes       BLOB
          ) STRICT""");
      statement.execute("CREATE TABLE incarnation (last INTEGER NOT NULL) STRICT");
      statement.execute("INSERT INTO incarnation (last) VALUES (0)");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
    }
    statement.execute("COMMIT");
  }

  private boolean checkAndTellWhetherNew(Statement statement) throws SQLException {
    long application = number(statement, "PRAGMA application_id");
    long schema = number(statement, "PRAGMA user_version");
    if (application == APPLICATION_ID && schema == SCHEMA_VERSION) {
      return false;
    }
    if (application == APPLICATION_ID) {
      throw new StoreException.Corrupt(
          "%s has schema version %d, this program knows %d"
              .formatted(path, schema, SCHEMA_VERSION));
    }
    if (number(statement, "SELECT count(*) FROM sqlite_schema") > 0) {
      throw new StoreException.Corrupt(
          "%s is a SQLite file of some other program (application id %08x), left as it is"
              .formatted(path, application));
    }
    return true;
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getLong(1);
    }
  }

  /// Whether somebody else holds the file's lock.
  static boolean isLocked(SQLException e) {
    return hasCode(e, SQLiteErrorCode.SQLITE_BUSY) || hasCode(e, SQLiteErrorCode.SQLITE_LOCKED);
  }

  /// Whether the file's content is damaged.
  static boolean isDamaged(SQLException e) {
    return hasCode(e, SQLiteErrorCode.SQLITE_CORRUPT) || hasCode(e, SQLiteErrorCode.SQLITE_NOTADB);
  }

  private static boolean hasCode(SQLException e, SQLiteErrorCode primary) {
    // An extended code has the primary one in its low byte.
    return e instanceof SQLiteException s && (s.getResultCode().code & 0xFF) == primary.code;
  }
}

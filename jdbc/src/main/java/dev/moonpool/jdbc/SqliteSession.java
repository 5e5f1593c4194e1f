package dev.moonpool.jdbc;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of one connection, every statement prepared once. Used by the writer's thread alone.
///
/// The operations run inside a transaction that the writer begins and ends.
final class SqliteSession implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;
  private final PreparedStatement select;
  private final PreparedStatement insert;
  private final PreparedStatement claim;
  private final PreparedStatement replace;
  private final PreparedStatement incarnation;
  private final PreparedStatement raise;

  /// At least this one is in the file: fences up to it need no look there.
  private long incarnationRaised;

  private long bytesMoved;

  SqliteSession(Connection connection) throws SQLException {
    this.connection = connection;
    // IMMEDIATE takes the write lock at once: a transaction that read first and then found the file
    // locked could only be rolled back.
    begin = connection.prepareStatement("BEGIN IMMEDIATE");
    commit = connection.prepareStatement("COMMIT");
    rollback = connection.prepareStatement("ROLLBACK");
    select =
        connection.prepareStatement(
            "SELECT view, incarnation, counter, version, checksum, bytes FROM state WHERE key = ?");
    insert =
        connection.prepareStatement(
            "INSERT INTO state (view, incarnation, counter, version, checksum, key)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    claim =
        connection.prepareStatement(
            "UPDATE state SET view = ?, incarnation = ?, counter = ?, version = ?, checksum = ?"
                + " WHERE key = ?");
    replace =
        connection.prepareStatement(
            "UPDATE state SET version = ?, checksum = ?, bytes = ? WHERE key = ?"
                + " AND view = ? AND incarnation = ? AND counter = ? AND version = ?");
    incarnation =
        connection.prepareStatement("UPDATE incarnation SET last = last + 1 RETURNING last");
    raise = connection.prepareStatement("UPDATE incarnation SET last = ? WHERE last < ?");
  }

  void begin() throws SQLException {
    bytesMoved = 0;
    begin.execute();
  }

  void commit() throws SQLException {
    commit.execute();
  }

  /// Undoes everything since [#begin].
  void rollback() throws SQLException {
    incarnationRaised = 0;
    rollback.execute();
  }

  /// Moves what is in the log to the file, as far as other connections let it.
  void checkpoint() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }
  }

  /// How many bytes of state were read and written since [#begin].
  long bytesMoved() {
    return bytesMoved;
  }

  StoredState loadAndClaim(StateKey key, Fence fence) throws SQLException {
    byte[] keyBytes = utf8(key);
    Row row = read(key, keyBytes);
    raiseIncarnation(row == null ? fence : row.fence());
    raiseIncarnation(fence);
    if (row == null) {
      writeFence(insert, keyBytes, fence, 1, null);
      return new StoredState(Optional.empty(), fence, 1);
    }
    if (row.fence().compareTo(fence) > 0) {
      throw new StoreException.Fenced(key, fence, row.fence());
    }
    long version = row.version() + 1;
    writeFence(claim, keyBytes, fence, version, row.bytes());
    return new StoredState(Optional.ofNullable(row.bytes()), fence, version);
  }

  /// Sees to it that the next incarnation is above this fence. Once for each run of a node.
  private void raiseIncarnation(Fence fence) throws SQLException {
    if (fence.incarnation() > incarnationRaised && fence.incarnation() < Long.MAX_VALUE) {
      raise.setLong(1, fence.incarnation());
      raise.setLong(2, fence.incarnation());
      raise.executeUpdate();
      incarnationRaised = fence.incarnation();
    }
  }

  /// Saves, or deletes if `bytes` is null.
  long replace(StateKey key, Fence fence, long version, byte @Nullable [] bytes)
      throws SQLException {
    byte[] keyBytes = utf8(key);
    replace.setLong(1, version + 1);
    replace.setLong(2, RowChecksum.of(keyBytes, fence, version + 1, bytes));
    replace.setBytes(3, bytes);
    replace.setBytes(4, keyBytes);
    replace.setLong(5, fence.view());
    replace.setLong(6, fence.incarnation());
    replace.setLong(7, fence.counter());
    replace.setLong(8, version);
    int replaced = replace.executeUpdate();
    replace.clearParameters(); // lets go of the bytes
    if (replaced == 0) {
      throw refusal(key, keyBytes, fence, version);
    }
    bytesMoved += bytes == null ? 0 : bytes.length;
    return version + 1;
  }

  Optional<StoredState> inspect(StateKey key) throws SQLException {
    Row row = read(key, utf8(key));
    return row == null
        ? Optional.empty()
        : Optional.of(
            new StoredState(Optional.ofNullable(row.bytes()), row.fence(), row.version()));
  }

  long nextIncarnation() throws SQLException {
    try (ResultSet found = incarnation.executeQuery()) {
      if (!found.next()) {
        throw new StoreException.Corrupt("the incarnation counter's row is missing");
      }
      return found.getLong(1);
    }
  }

  /// Closes the connection; what was not committed is undone.
  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private StoreException refusal(StateKey key, byte[] keyBytes, Fence fence, long version)
      throws SQLException {
    Row row = read(key, keyBytes);
    if (row == null || !row.fence().equals(fence)) {
      return new StoreException.Fenced(key, fence, row == null ? Fence.NONE : row.fence());
    }
    return new StoreException.Conflict(key, version, row.version());
  }

  private static void writeFence(
      PreparedStatement statement,
      byte[] keyBytes,
      Fence fence,
      long version,
      byte @Nullable [] bytes)
      throws SQLException {
    statement.setLong(1, fence.view());
    statement.setLong(2, fence.incarnation());
    statement.setLong(3, fence.counter());
    statement.setLong(4, version);
    statement.setLong(5, RowChecksum.of(keyBytes, fence, version, bytes));
    statement.setBytes(6, keyBytes);
    statement.executeUpdate();
  }

  private @Nullable Row read(StateKey key, byte[] keyBytes) throws SQLException {
    select.setBytes(1, keyBytes);
    try (ResultSet found = select.executeQuery()) {
      if (!found.next()) {
        return null;
      }
      long view = found.getLong(1);
      long incarnationNumber = found.getLong(2);
      long counter = found.getLong(3);
      byte[] bytes = found.getBytes(6);
      if (view < 0 || incarnationNumber < 0 || counter < 0) {
        throw damaged(key, "its fence is negative");
      }
      Row row = new Row(new Fence(view, incarnationNumber, counter), found.getLong(4), bytes);
      check(key, keyBytes, row, found.getLong(5));
      bytesMoved += bytes == null ? 0 : bytes.length;
      return row;
    }
  }

  private static void check(StateKey key, byte[] keyBytes, Row row, long stored) {
    long actual = RowChecksum.of(keyBytes, row.fence(), row.version(), row.bytes());
    if (actual != stored) {
      throw damaged(key, "its checksum is %08x, its content's %08x".formatted(stored, actual));
    }
    if (row.bytes() != null && row.bytes().length > StateStore.BYTES_MAX) {
      throw damaged(key, "it has " + row.bytes().length + " bytes");
    }
  }

  private static StoreException.Corrupt damaged(StateKey key, String found) {
    return new StoreException.Corrupt("the record of %s is damaged: %s".formatted(key, found));
  }

  private static byte[] utf8(StateKey key) {
    return key.text().getBytes(StandardCharsets.UTF_8);
  }

  /// A row that was read.
  private record Row(Fence fence, long version, byte @Nullable [] bytes) {}
}

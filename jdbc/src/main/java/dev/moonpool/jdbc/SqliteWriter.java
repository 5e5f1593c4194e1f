package dev.moonpool.jdbc;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The one thread that uses the database: takes what is queued, runs it in one transaction,
/// answers.
///
/// Whoever comes while a transaction is being synced shares the next one. Runs on a platform thread
/// of its own; nothing here is touched by another.
final class SqliteWriter implements Runnable {
  /// How long it waits before it tries for the file's lock again; grows up to the other one. Short
  /// beside a sync of the disk, which is what the holder of the lock is busy with.
  private static final long LOCK_RETRY_NANOS_MIN = 50_000;

  private static final long LOCK_RETRY_NANOS_MAX = 2_000_000;

  private final SqliteFile file;
  private final Bounds bounds;
  private final OperationQueue queue;
  private final Time time;
  private final Randomness randomness;
  private final CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final WriterLog log;
  private final OpenFiles files;
  private @Nullable SqliteSession session;
  private boolean contended;

  SqliteWriter(
      SqliteFile file, Bounds bounds, OperationQueue queue, Time time, Randomness randomness) {
    this.file = file;
    this.bounds = bounds;
    this.queue = queue;
    this.time = time;
    this.randomness = randomness;
    this.log = new WriterLog(file, time);
    this.files = new OpenFiles(file.path());
  }

  /// What one transaction takes.
  ///
  /// @param operationsMax operations at most
  /// @param bytesMax no further operation once so many bytes of state were moved
  record Bounds(int operationsMax, long bytesMax) {}

  /// Completes once the file is open, or with why it could not be opened.
  CompletableFuture<@Nullable Void> opened() {
    return opened;
  }

  /// Completes once the queue was closed and emptied and the file is closed.
  CompletableFuture<@Nullable Void> ended() {
    return ended;
  }

  @Override
  public void run() {
    try {
      session = whileLocked(file::open);
      files.opened();
      opened.complete(null);
      serve();
    } catch (SQLException e) {
      opened.completeExceptionally(
          SqliteFile.isDamaged(e)
              ? new StoreException.Corrupt(file.path() + " is not a readable SQLite file", e)
              : new StoreException.Unavailable("cannot open " + file.path(), e));
    } catch (StoreException e) {
      opened.completeExceptionally(e);
    } catch (LinkageError e) {
      opened.completeExceptionally(
          new StoreException.Unavailable("SQLite's native library cannot be loaded", e));
    } finally {
      dropSession();
      ended.complete(null);
    }
  }

  private void serve() {
    Operation<?> first = queue.take();
    while (first != null) {
      List<Operation<?>> batch = new ArrayList<>();
      batch.add(first);
      try {
        transact(batch);
      } catch (Throwable t) {
        // Whatever it is, the callers must hear of it and the next batch starts from a new session.
        log.failed(t);
        dropSession();
        failAll(batch, "the writer failed", t, StoreException.Indeterminate::new);
      }
      first = queue.take();
    }
  }

  /// Runs the batch, to which it adds what else is queued, in one transaction and answers it.
  private void transact(List<Operation<?>> batch) {
    SqliteSession current = beginOrRefuse(batch);
    if (current == null) {
      return;
    }
    try {
      execute(current, batch);
    } catch (SQLException e) {
      undo(batch, e);
      return;
    }
    commitAndAnswer(current, batch);
  }

  private @Nullable SqliteSession beginOrRefuse(List<Operation<?>> batch) {
    try {
      SqliteSession current = session;
      if (current == null) {
        files.demandUnchanged(); // or else a new, empty file would be made
        current = whileLocked(file::open);
        session = current;
        files.opened();
      }
      begin(current);
      files.begun();
      return current;
    } catch (SQLException | StoreException e) {
      if (!(e instanceof SQLException sql && SqliteFile.isLocked(sql))) {
        dropSession();
      }
      log.unavailable(e);
      // Who queued meanwhile has waited as long and would only wait for the same lock again.
      batch.addAll(queue.drain());
      failAll(batch, "nothing was done", e, StoreException.Unavailable::new);
      return null;
    }
  }

  private void begin(SqliteSession current) throws SQLException {
    if (contended) {
      // Somebody else wants the lock too, and could never catch the instant between two batches.
      pause(LOCK_RETRY_NANOS_MIN);
      contended = false;
    }
    whileLocked(
        () -> {
          current.begin();
          return current;
        });
  }

  /// Tries again as long as another process holds the file's lock, up to the busy timeout.
  private SqliteSession whileLocked(Attempt attempt) throws SQLException {
    long started = time.nanoTime();
    long backoffNanos = LOCK_RETRY_NANOS_MIN;
    while (true) {
      try {
        return attempt.run();
      } catch (SQLException e) {
        boolean late = time.nanoTime() - started >= file.busyTimeout().toNanos();
        if (!SqliteFile.isLocked(e) || late) {
          throw e;
        }
      }
      contended = true;
      Coverage.reached("jdbc.lock-contended");
      pause(randomness.nextLong(backoffNanos / 2, backoffNanos));
      backoffNanos = Math.min(2 * backoffNanos, LOCK_RETRY_NANOS_MAX);
    }
  }

  /// What may find the file locked and has done nothing then.
  private interface Attempt {
    SqliteSession run() throws SQLException;
  }

  private void pause(long nanos) {
    try {
      time.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if it happens, a shorter pause is all that it changes.
      Coverage.reached("jdbc.writer-interrupted");
    }
  }

  private void execute(SqliteSession current, List<Operation<?>> batch) throws SQLException {
    batch.getFirst().execute(current);
    while (batch.size() < bounds.operationsMax() && current.bytesMoved() < bounds.bytesMax()) {
      Operation<?> next = queue.poll();
      if (next == null) {
        return;
      }
      batch.add(next);
      next.execute(current);
    }
  }

  /// The database failed inside the transaction, which is undone: so each operation is tried by
  /// itself, and the one that the database cannot do is the only one to fail.
  private void undo(List<Operation<?>> batch, SQLException failure) {
    dropSession();
    if (batch.size() > 1) {
      for (Operation<?> operation : batch) {
        transactAlone(operation);
      }
    } else if (SqliteFile.isDamaged(failure)) {
      failAll(batch, "the file is damaged", failure, StoreException.Corrupt::new);
    } else {
      log.unavailable(failure);
      failAll(batch, "nothing was done", failure, StoreException.Unavailable::new);
    }
  }

  private void transactAlone(Operation<?> operation) {
    List<Operation<?>> batch = new ArrayList<>();
    batch.add(operation);
    SqliteSession current = beginOrRefuse(batch);
    if (current == null) {
      return;
    }
    try {
      operation.execute(current);
    } catch (SQLException e) {
      undo(batch, e);
      return;
    }
    commitAndAnswer(current, batch);
  }

  private void commitAndAnswer(SqliteSession current, List<Operation<?>> batch) {
    if (!isInPlace(current, batch)) {
      return;
    }
    try {
      current.commit();
      files.demandUnchanged();
    } catch (StoreException.Unavailable e) {
      log.unavailable(e);
      failAll(batch, "taken away while it was committed", e, StoreException.Indeterminate::new);
      return;
    } catch (SQLException e) {
      dropSession();
      log.unavailable(e);
      // The log may hold the whole transaction although the sync of it failed.
      failAll(batch, "the commit failed", e, StoreException.Indeterminate::new);
      return;
    }
    log.committed();
    for (Operation<?> operation : batch) {
      operation.finish();
    }
  }

  /// Whether what is committed now is found under the file's path afterwards. If not, the batch is
  /// undone and told. The connection stays open: it holds the file, whose number no other file can
  /// get so, and goes on if the file comes back.
  private boolean isInPlace(SqliteSession current, List<Operation<?>> batch) {
    try {
      files.demandUnchanged();
      return true;
    } catch (StoreException.Unavailable e) {
      Coverage.reached("jdbc.file-taken-away");
      log.unavailable(e);
      rollBack(current);
      failAll(batch, "nothing was done", e, StoreException.Unavailable::new);
      return false;
    }
  }

  private void rollBack(SqliteSession current) {
    try {
      current.rollback();
      if (files.hasDatabase()) {
        current.checkpoint(); // its log is what was taken away: saves what is in it
      }
    } catch (SQLException e) {
      log.failed(e);
      dropSession();
    }
  }

  private void failAll(
      List<Operation<?>> batch,
      String reason,
      Throwable cause,
      BiFunction<String, Throwable, StoreException> kind) {
    for (Operation<?> operation : batch) {
      String message =
          "%s in %s: %s: %s".formatted(operation.what(), file.path(), reason, cause.getMessage());
      operation.fail(kind.apply(message, cause));
    }
  }

  private void dropSession() {
    SqliteSession dropped = session;
    session = null;
    files.closed();
    if (dropped != null) {
      try {
        dropped.close();
      } catch (SQLException e) {
        log.failed(e);
      }
    }
  }
}

package dev.moonpool.jdbc;

import dev.moonpool.foundation.store.StoreException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One call on its way through the queue: what to do, and where its caller waits.
///
/// The writer executes it (again, if its batch was rolled back), then finishes or fails it once.
/// The future's completion publishes result and refusal to the caller.
final class Operation<R> {
  private final String what;
  private final Stage stage;
  private final int bytesGiven;
  private final Work<R> work;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private @Nullable R result;
  private @Nullable StoreException refusal;

  /// @param what the call as a noun with its key, for messages
  /// @param stage whether it begins or ends its caller's work
  /// @param bytesGiven how many bytes of state it holds in memory while it waits
  Operation(String what, Stage stage, int bytesGiven, Work<R> work) {
    this.what = what;
    this.stage = stage;
    this.bytesGiven = bytesGiven;
    this.work = work;
  }

  /// Tries it inside the open transaction; a refusal is kept for [#finish].
  ///
  /// @throws SQLException if the database failed, which is nothing that the operation could be told
  void execute(SqliteSession session) throws SQLException {
    result = null;
    refusal = null;
    try {
      result = work.on(session);
    } catch (StoreException e) {
      refusal = e;
    }
  }

  /// Answers with what the last execution found: its transaction has been committed.
  void finish() {
    ended.complete(null);
  }

  /// Answers with this failure, unless it has been answered: the transaction was not, or perhaps
  /// not, committed.
  void fail(StoreException failure) {
    if (ended.isDone()) {
      return; // its caller may be reading the outcome at this instant
    }
    result = null;
    refusal = failure;
    ended.complete(null);
  }

  /// Parks until the answer is there; an interrupt is kept.
  R await() {
    ended.join();
    StoreException thrown = refusal;
    if (thrown != null) {
      thrown.fillInStackTrace(); // the caller's, which says more than the writer's
      throw thrown;
    }
    if (result == null) {
      throw new IllegalStateException(what + " ended without a result");
    }
    return result;
  }

  String what() {
    return what;
  }

  Stage stage() {
    return stage;
  }

  int bytesGiven() {
    return bytesGiven;
  }

  /// Where in its caller's work a call is.
  enum Stage {
    /// Nothing was done yet, so that a refusal costs little.
    BEGINS,
    /// The caller has done its work and only keeps the result.
    ENDS
  }

  /// What to do on a session.
  interface Work<R> {
    R on(SqliteSession session) throws SQLException;
  }
}

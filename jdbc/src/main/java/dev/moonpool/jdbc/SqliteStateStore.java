package dev.moonpool.jdbc;

import static dev.moonpool.jdbc.Operation.Stage.BEGINS;
import static dev.moonpool.jdbc.Operation.Stage.ENDS;

import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/// States in one SQLite file, shared by the processes of one machine: durable, nothing to install.
///
/// Every answered write is synced to disk (write-ahead log, `synchronous=FULL`). Each process that
/// opens the file has one writer thread, which commits whatever is queued in one transaction;
/// callers park meanwhile, so thousands of virtual threads may wait for it.
///
/// The queue is bounded; one call too many is [StoreException.Unavailable]. So is every call while
/// another process keeps the file locked for longer than the busy timeout (a stopped process does);
/// the file is never damaged by that. A commit that fails is [StoreException.Indeterminate].
///
/// A file that is deleted, renamed or replaced while it is open is noticed before the next commit:
/// calls are [StoreException.Unavailable] until the same file is at its path again. Another file
/// there has another history, so it is used only by a store that is opened after that.
///
/// The file must be on a local disk: the locks and the shared memory of the log do not work over a
/// network file system. Not for simulations, which have no platform threads.
public final class SqliteStateStore implements StateStore {
  private final SqliteFile file;
  private final OperationQueue queue;
  private final SqliteWriter writer;

  private SqliteStateStore(Builder builder) {
    file = new SqliteFile(builder.path, builder.busyTimeout, builder.connector);
    queue = new OperationQueue(builder.queueOperationsMax, builder.queueBytesMax);
    writer =
        new SqliteWriter(
            file,
            new SqliteWriter.Bounds(builder.batchOperationsMax, Builder.BATCH_BYTES_MAX),
            queue,
            builder.providers.time(),
            builder.providers.randomness().split("sqlite"));
  }

  /// Opens the file with the default bounds; creates it if it is not there.
  ///
  /// @throws StoreException.Unavailable if it cannot be opened or is locked
  /// @throws StoreException.Corrupt if it is damaged or something else than a file of states
  public static SqliteStateStore open(Providers providers, Path path) {
    return builder(providers, path).open();
  }

  /// Opens the file with other bounds.
  public static Builder builder(Providers providers, Path path) {
    return new Builder(providers, path);
  }

  @Override
  public StoredState loadAndClaim(StateKey key, Fence fence) {
    return run(
        new Operation<>("claim of " + key, BEGINS, 0, session -> session.loadAndClaim(key, fence)));
  }

  @Override
  public long save(StateKey key, Fence fence, long version, byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new StoreException.TooLarge(key, bytes.length, BYTES_MAX);
    }
    return run(
        new Operation<>(
            "save of " + key,
            ENDS,
            bytes.length,
            session -> session.replace(key, fence, version, bytes)));
  }

  @Override
  public long delete(StateKey key, Fence fence, long version) {
    return run(
        new Operation<>(
            "delete of " + key, ENDS, 0, session -> session.replace(key, fence, version, null)));
  }

  @Override
  public Optional<StoredState> inspect(StateKey key) {
    return run(new Operation<>("inspection of " + key, ENDS, 0, session -> session.inspect(key)));
  }

  @Override
  public long nextIncarnation() {
    return run(new Operation<>("next incarnation", BEGINS, 0, SqliteSession::nextIncarnation));
  }

  @Override
  public void close() {
    queue.close();
    writer.ended().join();
  }

  private <R> R run(Operation<R> operation) {
    return switch (queue.offer(operation)) {
      case TAKEN -> operation.await();
      case FULL -> throw refused(operation, "the store's queue is full");
      case CLOSED -> throw refused(operation, "the store is closed");
    };
  }

  private StoreException.Unavailable refused(Operation<?> operation, String reason) {
    return new StoreException.Unavailable(
        "%s in %s: nothing was done: %s".formatted(operation.what(), file.path(), reason));
  }

  private void start(Providers providers) {
    providers.tasks().startPlatform("moonpool-sqlite-" + file.path().getFileName(), writer);
    try {
      writer.opened().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /// How a file is opened.
  public static final class Builder {
    /// Once so many bytes of state were moved, a transaction is ended: it bounds how long the file
    /// stays locked.
    private static final long BATCH_BYTES_MAX = 16 << 20;

    private final Providers providers;
    private final Path path;
    private Duration busyTimeout = Duration.ofSeconds(5);
    private int queueOperationsMax = 4_096;
    private long queueBytesMax = 64 << 20;
    private int batchOperationsMax = 256;
    private SqliteFile.Connector connector = SqliteFile::connect;

    private Builder(Providers providers, Path path) {
      this.providers = Objects.requireNonNull(providers, "providers");
      this.path = path.toAbsolutePath();
      if (this.path.toString().contains("?")) {
        // The driver would read what follows as settings.
        throw new IllegalArgumentException("a state file's path has no question mark: " + path);
      }
    }

    /// How long another process may keep the file locked before calls are
    /// [StoreException.Unavailable]; 5 s by default, at least 1 ms.
    public Builder busyTimeout(Duration busyTimeout) {
      if (busyTimeout.toMillis() < 1) {
        throw new IllegalArgumentException(
            "a busy timeout is 1 ms or more: " + DurationText.of(busyTimeout));
      }
      this.busyTimeout = busyTimeout;
      return this;
    }

    /// How many calls may wait for the writer, 4,096 by default; saves, deletes and inspections as
    /// many again, since their callers have begun something already.
    public Builder queueOperationsMax(int queueOperationsMax) {
      this.queueOperationsMax = (int) positive("queueOperationsMax", queueOperationsMax);
      return this;
    }

    /// How many bytes of state the waiting calls may hold together, 64 MiB by default. One call is
    /// taken whatever its size if nothing else waits.
    public Builder queueBytesMax(long queueBytesMax) {
      this.queueBytesMax = positive("queueBytesMax", queueBytesMax);
      return this;
    }

    /// How many calls share one transaction at most; 256 by default.
    public Builder batchOperationsMax(int batchOperationsMax) {
      this.batchOperationsMax = (int) positive("batchOperationsMax", batchOperationsMax);
      return this;
    }

    /// For tests of what happens when the database fails.
    Builder connector(SqliteFile.Connector connector) {
      this.connector = connector;
      return this;
    }

    /// Opens the file and starts its writer.
    ///
    /// @throws StoreException.Unavailable if it cannot be opened or is locked
    /// @throws StoreException.Corrupt if it is damaged or something else than a file of states
    public SqliteStateStore open() {
      SqliteStateStore store = new SqliteStateStore(this);
      store.start(providers);
      return store;
    }

    private static long positive(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is 1 or more: " + value);
      }
      return value;
    }
  }
}

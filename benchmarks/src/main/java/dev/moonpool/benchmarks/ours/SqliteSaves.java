package dev.moonpool.benchmarks.ours;

import dev.moonpool.benchmarks.contender.Calls;
import dev.moonpool.benchmarks.contender.Scratch;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.jdbc.SqliteStateStore;
import java.util.ArrayList;
import java.util.List;

/// Saves of a small state in our SQLite store: fenced, versioned, checksummed, synced to disk.
public final class SqliteSaves implements Calls {
  private static final Fence FENCE = new Fence(1, 1, 1);

  private final Scratch scratch = Scratch.create();
  private final SystemProviders providers = SystemProviders.start();
  private final SqliteStateStore store;
  private final List<Cell> cells = new ArrayList<>();

  /// Opens a new file and claims `keys` keys in it; each target has its own.
  public SqliteSaves(int keys) {
    store = SqliteStateStore.open(providers.providers(), scratch.file("states.db"));
    for (int i = 0; i < keys; i++) {
      Cell cell = new Cell(new StateKey("bench/account/" + i));
      cell.version = store.loadAndClaim(cell.key, FENCE).version();
      cells.add(cell);
    }
  }

  @Override
  public long call(int target) {
    Cell cell = cells.get(target);
    cell.version = store.save(cell.key, FENCE, cell.version, Scratch.STATE.clone());
    return cell.version;
  }

  @Override
  public void close() {
    store.close();
    providers.close();
    scratch.close();
  }

  /// One caller's key; only that caller touches it.
  private static final class Cell {
    private final StateKey key;
    private long version;

    Cell(StateKey key) {
      this.key = key;
    }
  }
}

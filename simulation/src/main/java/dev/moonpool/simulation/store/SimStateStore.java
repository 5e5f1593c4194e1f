package dev.moonpool.simulation.store;

import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The state store of a simulated world: it outlives processes, and reaching it can go wrong.
///
/// One for each world, made while the world is prepared; it shares itself:
///
/// ```java
/// SimStateStore store = SimStateStore.in(simulation);           // in Scenario.prepare
/// StateStore mine = context.shared(SimStateStore.class).connect(context.providers()); // in a
/// process
/// ```
///
/// Every call takes virtual time. While the world injects faults of the `STORE` family (rates are
/// drawn for each seed), calls fail before they are done, fail without anybody knowing whether they
/// are done, meet outages and find records damaged; a save whose caller was told `Indeterminate`
/// may still land up to seconds later, unless a claim has come between. What was acknowledged is
/// never lost. A call gets to the store even if its process dies on the way.
///
/// It judges too: the world fails when an acknowledged write is not found again, and when a key is
/// written by a connection that did not claim it last or under a fence that was granted twice.
///
/// Used on the world's driver only.
public final class SimStateStore {
  /// Names the invariant that fails when an acknowledged write is not found again.
  public static final String NO_LOST_WRITE = "store: no acknowledged write is lost";

  /// Names the invariant that fails when somebody writes who does not hold the key.
  public static final String ONE_WRITER = "store: one committing activation per key";

  private final InMemoryStateStore disk = InMemoryStateStore.create();
  private final Simulation simulation;
  private final StoreFaults faults;
  private final StoreOracle oracle;
  private final List<BiConsumer<StateKey, StoredState>> listeners = new ArrayList<>();
  private long modifications;
  private int connections;

  private SimStateStore(Simulation simulation) {
    this.simulation = simulation;
    faults = new StoreFaults(simulation, simulation.randomness("store"));
    List<Simulation.Watch> watches = new ArrayList<>();
    oracle = new StoreOracle(() -> watches.forEach(Simulation.Watch::mark));
    watches.add(simulation.alwaysWhenMarked(NO_LOST_WRITE, _ -> demandNone(oracle.lostWrite())));
    watches.add(simulation.alwaysWhenMarked(ONE_WRITER, _ -> demandNone(oracle.secondWriter())));
    simulation.finallyHolds(NO_LOST_WRITE, _ -> everythingIsThere());
  }

  /// The store of this world: makes it, shares it and registers its invariants.
  public static SimStateStore in(Simulation simulation) {
    SimStateStore store = new SimStateStore(simulation);
    simulation.share(store);
    return store;
  }

  /// A connection for one incarnation of a process or for a workload, whose providers these are.
  public StateStore connect(Providers providers) {
    connections++;
    return new SimStoreConnection(
        this, "connection " + connections, faults, simulation.providers().time(), providers.time());
  }

  /// What is stored under `key` at this instant, past all faults: for invariants and checks.
  public Optional<StoredState> peek(StateKey key) {
    return disk.inspect(key);
  }

  /// Visits all that is stored at this instant in the order of keys, past all faults.
  public void forEach(BiConsumer<StateKey, StoredState> visitor) {
    for (StateKey key : disk.keys()) {
      disk.inspect(key).ifPresent(state -> visitor.accept(key, state));
    }
  }

  /// How many saves and deletes have taken effect.
  public long modifications() {
    return modifications;
  }

  /// Tells `listener` of every save and delete, at the instant at which it takes effect, with what
  /// is stored then. So an invariant over many states can be kept incrementally.
  public void onChange(BiConsumer<StateKey, StoredState> listener) {
    listeners.add(listener);
  }

  StoreOracle oracle() {
    return oracle;
  }

  StoredState claim(String connection, StateKey key, Fence fence) {
    StoredState claimed = disk.loadAndClaim(key, fence);
    oracle.claimed(key, connection, fence, claimed.version(), claimed.bytes());
    return claimed;
  }

  long replace(String connection, StateKey key, Fence fence, long version, Optional<byte[]> bytes) {
    long replaced =
        bytes.isPresent()
            ? disk.save(key, fence, version, bytes.get())
            : disk.delete(key, fence, version);
    modifications++;
    oracle.landed(key, connection, fence, replaced, bytes);
    if (!listeners.isEmpty()) {
      StoredState stored = new StoredState(bytes, fence, replaced);
      listeners.forEach(listener -> listener.accept(key, stored));
    }
    return replaced;
  }

  Optional<StoredState> read(StateKey key) {
    Optional<StoredState> found = disk.inspect(key);
    found.ifPresent(state -> oracle.loaded(key, state.version(), state.bytes()));
    return found;
  }

  long nextIncarnation() {
    return disk.nextIncarnation();
  }

  private boolean everythingIsThere() {
    forEach((key, state) -> oracle.loaded(key, state.version(), state.bytes()));
    return demandNone(oracle.lostWrite());
  }

  private static boolean demandNone(Optional<String> finding) {
    finding.ifPresent(
        what -> {
          // Not by Invariant.check: the world reports it under the invariant's own name.
          throw new InvariantViolation(what);
        });
    return true;
  }
}

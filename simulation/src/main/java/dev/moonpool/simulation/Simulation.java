package dev.moonpool.simulation;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// One seed's world, from its preparation to its outcome.
///
/// Prepared once, then [#run] once, on the calling platform thread, which becomes the driver of
/// everything in the world. A JVM runs one world at a time.
public final class Simulation {
  /// The port of every process's address.
  public static final int PORT = 7000;

  private final long seed;
  private final Topology topology;
  private final Profile profile;

  private Simulation(long seed, Topology topology, Profile profile) {
    this.seed = seed;
    this.topology = topology;
    this.profile = profile;
  }

  /// An empty world.
  public static Simulation of(long seed, Topology topology, Profile profile) {
    return new Simulation(seed, topology, profile);
  }

  /// The seed that decides everything.
  public long seed() {
    return seed;
  }

  /// How many workloads and processes.
  public Topology topology() {
    return topology;
  }

  /// How rough the world is.
  public Profile profile() {
    return profile;
  }

  /// What each process runs; called for each incarnation.
  public void processes(Supplier<? extends Process> processes) {
    throw new UnsupportedOperationException();
  }

  /// What each workload does; called once for each.
  public void workloads(Supplier<? extends Workload> workloads) {
    throw new UnsupportedOperationException();
  }

  /// Offers `object` to processes and workloads by its type. It outlives processes. A task that dies
  /// with its process never comes back, so the object must not wait while it holds a lock.
  public void share(Object object) {
    throw new UnsupportedOperationException();
  }

  /// Demands that `holds` after every event. Must be cheap: it runs millions of times. What it
  /// throws counts as a violation and becomes the message.
  public void always(String name, Predicate<World> holds) {
    throw new UnsupportedOperationException();
  }

  /// Demands that `holds` after every event during which the returned watch was marked.
  public Watch alwaysWhenMarked(String name, Predicate<World> holds) {
    throw new UnsupportedOperationException();
  }

  /// Demands that `holds` once the world has healed and every check has passed.
  public void finallyHolds(String name, Predicate<World> holds) {
    throw new UnsupportedOperationException();
  }

  /// The source of random numbers of this name, the same for equal seeds.
  public Randomness randomness(String name) {
    throw new UnsupportedOperationException();
  }

  /// Capabilities that belong to the world itself and die with it, for shared objects.
  public Providers providers() {
    throw new UnsupportedOperationException();
  }

  /// Whether this seed has this family of faults on at all.
  public boolean enables(FaultFamily family) {
    throw new UnsupportedOperationException();
  }

  /// Whether faults of this family may be injected now: the seed has it on and the chaos lasts.
  public boolean injects(FaultFamily family) {
    throw new UnsupportedOperationException();
  }

  /// Counts a fault that was injected and adds it to the trace. For simulated services of others.
  public void injected(FaultFamily family, String what) {
    throw new UnsupportedOperationException();
  }

  /// Keeps the lines of the trace. Off by default, as it costs most of the speed.
  public void recordTrace(boolean record) {
    throw new UnsupportedOperationException();
  }

  /// Runs the world to its end.
  ///
  /// @throws IllegalStateException if another world runs in this JVM, or this one has run
  public SeedOutcome run() {
    throw new UnsupportedOperationException();
  }

  List<InetSocketAddress> addresses() {
    throw new UnsupportedOperationException();
  }

  <T> T shared(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  void trace(String who, String event) {
    throw new UnsupportedOperationException();
  }

  /// Tells an invariant that what it looks at has changed.
  public interface Watch {
    /// The invariant is checked after the event that now happens.
    void mark();
  }
}

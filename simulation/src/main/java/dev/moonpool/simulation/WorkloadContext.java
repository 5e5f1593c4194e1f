package dev.moonpool.simulation;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import java.net.InetSocketAddress;
import java.util.List;

/// What a [Workload] is told about itself and its world.
public final class WorkloadContext {
  private final Simulation simulation;
  private final String name;
  private final int index;
  private final Providers providers;

  WorkloadContext(Simulation simulation, String name, int index, Providers providers) {
    this.simulation = simulation;
    this.name = name;
    this.index = index;
    this.providers = providers;
  }

  /// The workload's name and its host's: `client-0`.
  public String name() {
    return name;
  }

  /// Its place among the workloads, from 0.
  public int index() {
    return index;
  }

  /// How many workloads there are.
  public int count() {
    return simulation.topology().workloads();
  }

  /// The capabilities of this workload.
  public Providers providers() {
    return providers;
  }

  /// The workload's own source of random numbers.
  public Randomness randomness() {
    return providers.randomness();
  }

  /// Where it may listen itself: unresolved, `client-0:7000`.
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved(name, Simulation.PORT);
  }

  /// Where each process of the topology listens, in order of index.
  public List<InetSocketAddress> addresses() {
    return simulation.addresses();
  }

  /// The shared object of this type.
  ///
  /// @throws IllegalArgumentException if none was given to [Simulation#share]
  public <T> T shared(Class<T> type) {
    return simulation.shared(type);
  }

  /// Adds `event` to the trace, and so to the trace hash.
  public void trace(String event) {
    simulation.trace(name, event);
  }
}

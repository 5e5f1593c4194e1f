package dev.moonpool.simulation;

import dev.moonpool.foundation.Providers;
import java.net.InetSocketAddress;
import java.util.List;

/// What a [Process] is told about itself and its world.
public final class ProcessContext {
  private final Simulation simulation;
  private final String name;
  private final int index;
  private final int incarnation;
  private final Providers providers;

  ProcessContext(
      Simulation simulation, String name, int index, int incarnation, Providers providers) {
    this.simulation = simulation;
    this.name = name;
    this.index = index;
    this.incarnation = incarnation;
    this.providers = providers;
  }

  /// The process's name and its host's: `process-0`.
  public String name() {
    return name;
  }

  /// Its place among the processes, from 0.
  public int index() {
    return index;
  }

  /// How many times it has been started, this time included; 1 at first.
  public int incarnation() {
    return incarnation;
  }

  /// Where it should listen: unresolved, `process-0:7000`. Other ports of its host are free too.
  public InetSocketAddress address() {
    return addresses().get(index);
  }

  /// Where each process of the topology listens, in order of index.
  public List<InetSocketAddress> addresses() {
    return simulation.addresses();
  }

  /// The capabilities of this incarnation.
  public Providers providers() {
    return providers;
  }

  /// The shared object of this type, which outlives processes.
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

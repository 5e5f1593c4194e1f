package dev.moonpool.simulation;

import java.time.Duration;

/// The simulated world as an invariant sees it.
public final class World {
  private final Run run;

  World(Run run) {
    this.run = run;
  }

  /// How much virtual time has passed.
  public Duration now() {
    return Duration.ofNanos(run.kernel().now());
  }

  /// How many events have happened.
  public long steps() {
    return run.kernel().steps();
  }

  /// How many processes the topology has.
  public int processes() {
    return run.processes().size();
  }

  /// Whether the process of this index is up, or on its way up or down.
  public boolean isAlive(int process) {
    return run.processes().get(process).isAlive();
  }

  /// Whether faults are being injected.
  public boolean chaos() {
    return run.chaos();
  }
}

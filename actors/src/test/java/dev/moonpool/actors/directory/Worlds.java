package dev.moonpool.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;

/// Runs a test's body in a simulated world without faults, for its virtual time.
final class Worlds {
  private Worlds() {}

  static void inWorld(Body body) {
    Simulation simulation = Simulation.of(7, new Topology(1, 1), Profile.CALM);
    simulation.processes(() -> context -> {});
    simulation.workloads(
        () ->
            context -> {
              Cluster cluster =
                  new Cluster(
                      context.providers(),
                      new Switchboard(
                          simulation.providers(), simulation.randomness("switchboard")));
              body.run(cluster);
              cluster.close();
            });
    SeedOutcome outcome = simulation.run();
    assertThat(outcome.failure().map(failure -> failure + "\n" + failure.details())).isEmpty();
  }

  /// A test's body; runs in a task of the world.
  interface Body {
    void run(Cluster cluster) throws Exception;
  }

  /// So that a body can start tasks.
  static dev.moonpool.foundation.Task start(Providers providers, String name, Action action) {
    return providers
        .tasks()
        .start(
            name,
            () -> {
              try {
                action.run();
              } catch (Exception e) {
                throw new IllegalStateException(name, e);
              }
            });
  }

  /// What a task does.
  interface Action {
    void run() throws Exception;
  }
}

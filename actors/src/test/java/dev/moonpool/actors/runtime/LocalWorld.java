package dev.moonpool.actors.runtime;

import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.store.SimStateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Runs the body of a test in virtual time, on a few seeds, without faults: for what one node does
/// by itself.
final class LocalWorld {
  private static final int SEEDS = 20;

  private LocalWorld() {}

  /// What a test does in its world.
  interface Body {
    void run(World world) throws Exception;
  }

  /// What a test finds there.
  ///
  /// @param context its workload
  /// @param store the world's store, as this workload reaches it
  record World(WorkloadContext context, StateStore store) {
    RuntimeBuilder node() {
      return ActorRuntime.builder("test").providers(context.providers()).store(store);
    }

    long nanos() {
      return context.providers().time().nanoTime();
    }

    void sleep(Duration duration) throws InterruptedException {
      context.providers().time().sleep(duration);
    }
  }

  /// Runs `body` on several seeds with fault points on; an exception or violated invariant fails.
  static void run(Body body) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed, seed % 2 == 0 ? Profile.CALM : pointsOnly(), body);
    }
  }

  /// Runs `body` on one seed of a calm world.
  static void runOnce(Body body) {
    run(1, Profile.CALM, body);
  }

  private static void run(long seed, Profile profile, Body body) {
    Profile patient = profile.withLivenessBound(Duration.ofHours(2));
    Simulation simulation = Simulation.of(seed, Topology.parse("1x1"), patient);
    SimStateStore store = SimStateStore.in(simulation);
    simulation.processes(() -> context -> {});
    simulation.workloads(
        () -> context -> body.run(new World(context, store.connect(context.providers()))));
    SeedOutcome outcome = simulation.run();
    if (!outcome.passed()) {
      throw new AssertionError("seed %s: %s".formatted(outcome.seedText(), outcome.failure()));
    }
  }

  private static Profile pointsOnly() {
    return Profile.CHAOS.only();
  }

  static <T> List<T> listOf(int count, IntFunction<T> each) {
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(each.apply(i));
    }
    return list;
  }
}

package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.store.SimStateStore;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Runs the body of a test as a client of a simulated cluster.
final class ClusterWorld {
  private final Profile profile;
  private final int nodes;
  private final UnaryOperator<StateStore> view;
  private final BiFunction<Probe.Journal, ProcessContext, Definition<?, ?>> definition;

  ClusterWorld(
      int nodes,
      Profile profile,
      BiFunction<Probe.Journal, ProcessContext, Definition<?, ?>> definition) {
    this(nodes, profile, definition, store -> store);
  }

  /// @param view what a node sees of the world's store
  ClusterWorld(
      int nodes,
      Profile profile,
      BiFunction<Probe.Journal, ProcessContext, Definition<?, ?>> definition,
      UnaryOperator<StateStore> view) {
    this.view = view;
    this.nodes = nodes;
    this.profile = profile.withLivenessBound(Duration.ofHours(2));
    this.definition = definition;
  }

  /// What a test does.
  interface Body {
    void run(Cluster cluster) throws Exception;
  }

  /// What a test finds.
  ///
  /// @param context its workload
  /// @param client a runtime that hosts nothing
  /// @param hosts the nodes that are up, by index; null where one is down
  /// @param journal what all actors noted
  /// @param simulation for crashes
  record Cluster(
      WorkloadContext context,
      ActorRuntime client,
      List<@Nullable ActorRuntime> hosts,
      Probe.Journal journal,
      Simulation simulation) {
    void sleep(Duration duration) throws InterruptedException {
      context.providers().time().sleep(duration);
    }

    ActorRuntime host(int index) {
      return Objects.requireNonNull(hosts.get(index), "the node is up");
    }
  }

  /// Runs `body` on this many seeds.
  void run(int seeds, Body body) {
    for (long seed = 1; seed <= seeds; seed++) {
      runSeed(seed, body);
    }
  }

  private void runSeed(long seed, Body body) {
    Simulation simulation = Simulation.of(seed, new Topology(1, nodes), profile);
    SimStateStore store = SimStateStore.in(simulation);
    List<@Nullable ActorRuntime> hosts = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      hosts.add(null);
    }
    Probe.Journal journal = new Probe.Journal(simulation.providers().time());
    simulation.processes(() -> new Host(hosts, store, journal));
    simulation.workloads(
        () ->
            context -> {
              try (ActorRuntime client =
                  ActorRuntime.builder("test")
                      .providers(context.providers())
                      .nodes(addresses(context.addresses()))
                      .know(Probe.TYPE, Account.TYPE)
                      .start()) {
                body.run(new Cluster(context, client, hosts, journal, simulation));
              }
            });
    SeedOutcome outcome = simulation.run();
    if (!outcome.passed()) {
      throw new AssertionError("seed %s: %s".formatted(outcome.seedText(), outcome.failure()));
    }
  }

  private static List<NodeAddress> addresses(List<InetSocketAddress> all) {
    return all.stream().map(a -> new NodeAddress(a.getHostString(), a.getPort())).toList();
  }

  private final class Host implements Process {
    private final List<@Nullable ActorRuntime> hosts;
    private final SimStateStore store;
    private final Probe.Journal journal;
    private @Nullable ActorRuntime runtime;

    Host(List<@Nullable ActorRuntime> hosts, SimStateStore store, Probe.Journal journal) {
      this.hosts = hosts;
      this.store = store;
      this.journal = journal;
    }

    @Override
    public void start(ProcessContext context) throws Exception {
      runtime =
          ActorRuntime.builder("test")
              .providers(context.providers())
              .store(view.apply(store.connect(context.providers())))
              .listen(context.address().getHostString() + ":" + context.address().getPort())
              .nodes(addresses(context.addresses()))
              .host(definition.apply(journal, context), Account.DEFINITION)
              .start();
      hosts.set(context.index(), runtime);
    }

    @Override
    public void stop() {
      if (runtime != null) {
        runtime.shutdown();
      }
    }
  }
}

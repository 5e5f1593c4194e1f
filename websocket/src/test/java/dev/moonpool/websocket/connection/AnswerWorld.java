package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.websocket.handlers.RawHandler;
import dev.moonpool.websocket.kit.AnswerServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A simulated world with a server for each of some scripts, named `process-0` and so on.
final class AnswerWorld {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Map<Integer, AnswerServer> servers = new ConcurrentSkipListMap<>();
  private final Providers providers;

  private AnswerWorld(Providers providers) {
    this.providers = providers;
  }

  /// Runs `test` in such a world.
  static void run(List<AnswerServer.Script> scripts, Test test) {
    Profile profile = Profile.CALM.withLivenessBound(Duration.ofDays(1));
    Topology topology = Topology.parse("1x" + scripts.size());
    Simulation simulation = Simulation.of(1, topology, profile);
    Map<Integer, AnswerServer> servers = new ConcurrentSkipListMap<>();
    AtomicInteger started = new AtomicInteger();
    simulation.processes(() -> new ServerProcess(scripts, servers, started.getAndIncrement()));
    Workload workload =
        context -> {
          AnswerWorld world = new AnswerWorld(context.providers());
          world.servers.putAll(servers);
          test.in(world);
        };
    simulation.workloads(() -> workload);
    SeedOutcome outcome = simulation.run();
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(failure + "\n" + failure.details());
            });
  }

  /// What is run in such a world.
  interface Test {
    void in(AnswerWorld world) throws Exception;
  }

  static String url(int server) {
    return "ws://process-" + server + ":" + Simulation.PORT;
  }

  AnswerServer server(int number) {
    return servers.get(number);
  }

  long nowNanos() {
    return providers.time().nanoTime();
  }

  Instant now() {
    return providers.time().now();
  }

  Connection connect(ConnectionConfig.Builder config) {
    return Connection.connect(providers, config.build(), new RawHandler());
  }

  Connection connect(ConnectionConfig.Builder config, Optional<String> credentials) {
    ConnectionConfig built = config.build();
    AttemptSuppliers suppliers = AttemptSuppliers.of(built).withCredentials(() -> credentials);
    return Connection.connect(providers, built, new RawHandler(), suppliers);
  }

  /// The next event of this type; others are read over.
  <E extends Event> E next(Connection connection, Class<E> type) throws InterruptedException {
    return CalmWorld.next(providers.time(), connection, type, SOON);
  }

  /// How the first attempt fails, with the connection closed behind it.
  Event.AttemptFailed failure(ConnectionConfig.Builder config) throws InterruptedException {
    Connection connection = connect(config);
    try (ConnectionHandle _ = connection.handle()) {
      return next(connection, Event.AttemptFailed.class);
    }
  }

  private record ServerProcess(
      List<AnswerServer.Script> scripts, Map<Integer, AnswerServer> servers, int number)
      implements Process {
    @Override
    public void start(ProcessContext context) throws Exception {
      servers.put(
          number,
          AnswerServer.listen(
              context.providers(), context.address(), Optional.empty(), scripts.get(number)));
    }

    @Override
    public void stop() {
      servers.get(number).close();
    }
  }
}

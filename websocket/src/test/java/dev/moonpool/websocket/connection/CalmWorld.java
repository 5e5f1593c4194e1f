package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A simulated world with one server, in which nothing goes wrong but what a test asks for.
final class CalmWorld {
  final Simulation simulation;
  final WorkloadContext context;
  final ServerRules rules;
  final ServerLog log;

  private CalmWorld(Simulation simulation, WorkloadContext context) {
    this.simulation = simulation;
    this.context = context;
    this.rules = context.shared(ServerRules.class);
    this.log = context.shared(ServerLog.class);
  }

  /// Runs `test` in such a world.
  static SeedOutcome run(Test test) {
    return run(1, test);
  }

  static SeedOutcome run(long seed, Test test) {
    Profile profile = Profile.CALM.withLivenessBound(Duration.ofDays(2));
    Simulation simulation = Simulation.of(seed, Topology.parse("1x1"), profile);
    Workload workload = context -> test.in(new CalmWorld(simulation, context));
    LineServerProcess.in(simulation);
    simulation.workloads(() -> workload);
    SeedOutcome outcome = simulation.run();
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(failure + "\n" + failure.details());
            });
    return outcome;
  }

  /// The server that is up.
  LineServer server() {
    return LineServerProcess.up(context);
  }

  static ConnectionConfig.Builder config() {
    return ConnectionConfig.builder("ws://process-0:" + Simulation.PORT + "/");
  }

  /// Connects with these, and says who it is if there is a key.
  Connection connect(ConnectionConfig config) {
    AttemptSuppliers suppliers =
        AttemptSuppliers.of(config)
            .withCredentials(() -> rules.key.isEmpty() ? Optional.empty() : Optional.of(rules.key));
    return Connection.connect(context.providers(), config, new LineHandler(false, true), suppliers);
  }

  /// Connects with defaults and waits until it is ready.
  Connection ready() throws Exception {
    Connection connection = connect(config().build());
    connection.handle().awaitReady(Duration.ofSeconds(10));
    return connection;
  }

  void sleep(Duration duration) throws InterruptedException {
    context.providers().time().sleep(duration);
  }

  long nowNanos() {
    return context.providers().time().nanoTime();
  }

  /// The next event of this type; others are read over.
  <E extends Event> E next(Connection connection, Class<E> type, Duration within)
      throws InterruptedException {
    return next(context.providers().time(), connection, type, within);
  }

  /// As above, for a test that has made its world itself.
  static <E extends Event> E next(Time time, Connection connection, Class<E> type, Duration within)
      throws InterruptedException {
    long end = time.nanoTime() + within.toNanos();
    List<Event> others = new ArrayList<>();
    while (true) {
      Optional<Event> event =
          connection.stream().poll(Duration.ofNanos(Math.max(0, end - time.nanoTime())));
      if (event.isEmpty()) {
        throw new AssertionError("no " + type + " within " + within + ", only " + others);
      }
      if (type.isInstance(event.get())) {
        return type.cast(event.get());
      }
      others.add(event.get());
    }
  }

  /// Closes it, and demands that it is over within a second.
  void end(Connection connection) throws InterruptedException {
    long began = nowNanos();
    connection.handle().close();
    Event last = null;
    for (Event event : connection.stream()) {
      last = event;
    }
    assertThat(last).isInstanceOf(Event.Closed.class);
    assertThat(Duration.ofNanos(nowNanos() - began)).isLessThan(Duration.ofSeconds(1));
  }

  /// What is run in such a world.
  interface Test {
    void in(CalmWorld world) throws Exception;
  }
}

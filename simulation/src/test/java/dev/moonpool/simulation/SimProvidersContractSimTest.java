package dev.moonpool.simulation;

import dev.moonpool.foundation.NetworkContract;
import dev.moonpool.foundation.ProvidersContract;
import dev.moonpool.foundation.TasksContract;
import dev.moonpool.foundation.TimeContract;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// The simulated providers keep what the real ones promise, while nothing goes wrong.
@Tag("S1")
final class SimProvidersContractSimTest {
  private static final String HOST = "client-0";

  private static void inTheWorld(ProvidersContract.Body body) {
    Simulation simulation = Simulation.of(7, new Topology(1, 1), Profile.CALM);
    simulation.processes(() -> _ -> {});
    simulation.workloads(() -> context -> body.run(context.providers()));
    simulation
        .run()
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(failure + System.lineSeparator() + failure.details());
            });
  }

  @Nested
  final class SimTimeTest extends TimeContract {
    @Override
    protected void run(Body body) {
      inTheWorld(body);
    }
  }

  @Nested
  final class SimTasksTest extends TasksContract {
    @Override
    protected void run(Body body) {
      inTheWorld(body);
    }
  }

  @Nested
  final class SimNetworkTest extends NetworkContract {
    @Override
    protected void run(Body body) {
      inTheWorld(body);
    }

    @Override
    protected InetSocketAddress listenAddress() {
      return InetSocketAddress.createUnresolved(HOST, Simulation.PORT);
    }

    @Override
    protected InetSocketAddress silentAddress() {
      return InetSocketAddress.createUnresolved(HOST, Simulation.PORT + 1);
    }
  }
}

package dev.moonpool.websocket.connection;

import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;

/// A process that runs a line server by the world's rules, and tells the workloads which one is up.
final class LineServerProcess implements Process {
  private LineServer server;

  /// Lets the processes of this world be such.
  static void in(Simulation simulation) {
    simulation.share(new ServerRules());
    simulation.share(new ServerLog());
    simulation.share(new Up());
    simulation.processes(LineServerProcess::new);
  }

  /// The server that is up, or was last.
  static LineServer up(WorkloadContext context) {
    return context.shared(Up.class).server;
  }

  @Override
  public void start(ProcessContext context) throws Exception {
    server =
        LineServer.listen(
            context.providers(),
            context.address(),
            context.shared(ServerRules.class),
            context.shared(ServerLog.class));
    context.shared(Up.class).server = server;
  }

  @Override
  public void stop() throws Exception {
    server.close();
  }

  private static final class Up {
    private LineServer server;
  }
}

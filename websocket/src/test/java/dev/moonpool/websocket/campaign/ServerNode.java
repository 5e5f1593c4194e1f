package dev.moonpool.websocket.campaign;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import java.time.Duration;

/// A server as a simulated process, which publishes to whoever is subscribed.
final class ServerNode implements Process {
  private static final Duration PUBLISHING = Duration.ofMillis(150);

  private LineServer server;
  private boolean stopped;

  @Override
  public void start(ProcessContext context) throws Exception {
    server =
        LineServer.listen(
            context.providers(),
            context.address(),
            context.shared(ServerRules.class),
            context.shared(ServerLog.class),
            context.shared(Journal.class));
    context.shared(Servers.class).started(context.index(), server);
    publish(context.providers());
  }

  @Override
  public void stop() throws Exception {
    stopped = true;
    server.close();
  }

  private void publish(Providers providers) {
    if (!stopped) {
      server.publishNext();
      providers.time().schedule(PUBLISHING, () -> publish(providers));
    }
  }
}

package dev.moonpool.benchmarks.websocket;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.ConnectionStream;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A ready connection of ours, with the real world under it.
final class Ours implements AutoCloseable {
  private static final int IN_FLIGHT_MAX = 4_096;

  /// Kept, as the JDK forgets loggers that nobody holds. A measured handler is taken for slow while
  /// it is compiled, and a line about that would stand in the middle of the report.
  private static final Logger QUIET = Logger.getLogger("dev.moonpool.websocket");

  private final SystemProviders system = SystemProviders.start(1);
  private final ConnectionHandle handle;
  private final ConnectionStream stream;

  Ours(URI url, ProtocolHandler<?> handler) {
    QUIET.setLevel(Level.SEVERE);
    ConnectionConfig config =
        ConnectionConfig.builder(url.toString())
            .pendingRequestsMax(IN_FLIGHT_MAX)
            .commandCapacity(IN_FLIGHT_MAX)
            .build();
    Connection connection = Connection.connect(system.providers(), config, handler);
    handle = connection.handle();
    stream = connection.stream();
    try {
      handle.awaitReady(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while connecting", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not ready in time", e);
    }
  }

  ConnectionHandle handle() {
    return handle;
  }

  @Override
  public void close() {
    handle.close();
    stream.forEach(event -> {}); // it ends when the connection has
    system.close();
  }
}

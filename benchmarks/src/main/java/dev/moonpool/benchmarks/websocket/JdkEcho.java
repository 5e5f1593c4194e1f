package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Echo;
import java.net.URI;

/// The JDK's client, echoing.
public final class JdkEcho extends Echo {
  private final JdkSocket socket;

  /// Connects.
  public JdkEcho(URI url) {
    socket = new JdkSocket(url, this::received);
  }

  @Override
  protected void send(String message) {
    socket.send(message);
  }

  @Override
  public void close() {
    socket.close();
  }
}

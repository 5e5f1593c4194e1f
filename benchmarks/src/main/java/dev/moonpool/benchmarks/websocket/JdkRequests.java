package dev.moonpool.benchmarks.websocket;

import java.net.URI;

/// A hand-written map over the JDK's client.
public final class JdkRequests extends MapRequests {
  private final JdkSocket socket;

  /// Connects.
  public JdkRequests(URI url) {
    socket = new JdkSocket(url, this::received);
  }

  @Override
  void send(String message) {
    socket.send(message);
  }

  @Override
  public void close() {
    socket.close();
  }
}

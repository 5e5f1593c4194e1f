package dev.moonpool.benchmarks.websocket;

import java.net.URI;

/// Hand-written subscriptions over the JDK's client.
public final class JdkFanOut extends MapFanOut {
  private final JdkSocket socket;

  /// Connects, and begins to read.
  public JdkFanOut(URI url, int readers, int topics) {
    super(readers, topics);
    socket = new JdkSocket(url, this::received);
  }

  @Override
  protected void ask(String topics) {
    socket.send(topics);
  }

  @Override
  public void close() {
    end();
    socket.close();
  }
}

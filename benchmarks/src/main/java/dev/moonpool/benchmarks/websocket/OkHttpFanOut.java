package dev.moonpool.benchmarks.websocket;

import java.net.URI;

/// Hand-written subscriptions over OkHttp's client.
public final class OkHttpFanOut extends MapFanOut {
  private final OkHttpSocket socket;

  /// Connects, and begins to read.
  public OkHttpFanOut(URI url, int readers, int topics) {
    super(readers, topics);
    socket = new OkHttpSocket(url, this::received);
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

package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Echo;
import java.net.URI;

/// OkHttp's client, echoing.
public final class OkHttpEcho extends Echo {
  private final OkHttpSocket socket;

  /// Connects.
  public OkHttpEcho(URI url) {
    socket = new OkHttpSocket(url, this::received);
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

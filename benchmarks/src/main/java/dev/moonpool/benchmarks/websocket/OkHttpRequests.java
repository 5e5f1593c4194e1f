package dev.moonpool.benchmarks.websocket;

import java.net.URI;

/// A hand-written map over OkHttp's client.
public final class OkHttpRequests extends MapRequests {
  private final OkHttpSocket socket;

  /// Connects.
  public OkHttpRequests(URI url) {
    socket = new OkHttpSocket(url, this::received);
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

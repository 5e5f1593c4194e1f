package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Echo;
import java.net.URI;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/// Java-WebSocket's client, echoing.
public final class JavaWebSocketEcho extends Echo {
  private final Client client;

  /// Connects.
  public JavaWebSocketEcho(URI url) {
    client = new Client(url);
    client.setTcpNoDelay(true);
    try {
      if (!client.connectBlocking()) {
        throw new IllegalStateException("Java-WebSocket did not connect");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Java-WebSocket connects", e);
    }
  }

  @Override
  protected void send(String message) {
    client.send(message);
  }

  @Override
  public void close() {
    client.close();
  }

  private final class Client extends WebSocketClient {
    Client(URI url) {
      super(url);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onMessage(String message) {
      received(message);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {}

    @Override
    public void onError(Exception failure) {
      throw new IllegalStateException("Java-WebSocket failed", failure);
    }
  }
}

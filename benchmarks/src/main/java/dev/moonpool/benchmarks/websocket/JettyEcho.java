package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Echo;
import java.net.URI;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/// Jetty's client, echoing.
public final class JettyEcho extends Echo {
  private final WebSocketClient client = new WebSocketClient();
  private final Session session;

  /// Connects.
  public JettyEcho(URI url) {
    try {
      client.setMaxTextMessageSize(1 << 20);
      client.start();
      session = client.connect(new Listener(), url).join();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not connect", e);
    }
  }

  @Override
  protected void send(String message) {
    session.sendText(message, Callback.NOOP);
  }

  @Override
  public void close() {
    session.disconnect();
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    }
  }

  /// Hears what arrives; public as Jetty wants it.
  public final class Listener implements Session.Listener.AutoDemanding {
    @Override
    public void onWebSocketText(String message) {
      received(message);
    }
  }
}

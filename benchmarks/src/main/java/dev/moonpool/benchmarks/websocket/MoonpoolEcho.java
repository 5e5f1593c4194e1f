package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.Echo;
import java.net.URI;

/// Ours, echoing from the handler's own method, which is called where the other clients call their
/// listeners: on the thread that reads the socket.
public final class MoonpoolEcho extends Echo {
  private final Ours ours;

  /// Connects.
  public MoonpoolEcho(URI url) {
    ours = new Ours(url, new TextHandler(this::heard));
  }

  private boolean heard(String message) {
    received(message);
    return true;
  }

  @Override
  protected void send(String message) {
    ours.handle().tell(message);
  }

  @Override
  public void close() {
    ours.close();
  }
}

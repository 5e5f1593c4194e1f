package dev.moonpool.benchmarks.websocket;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The JDK's client. It takes one message at a time, so those that come meanwhile wait here, and it
/// gives large ones in parts, which are put together here.
final class JdkSocket implements WebSocket.Listener, AutoCloseable {
  private final Consumer<String> listener;
  private final StringBuilder parts = new StringBuilder();
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;

  // Guarded by `waiting`.
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private boolean sending;

  JdkSocket(URI url, Consumer<String> listener) {
    this.listener = listener;
    socket = client.newWebSocketBuilder().buildAsync(url, this).join();
  }

  void send(String text) {
    synchronized (waiting) {
      if (sending) {
        waiting.add(text);
        return;
      }
      sending = true;
    }
    sendNow(text);
  }

  private void sendNow(String text) {
    socket.sendText(text, true).whenComplete((sent, failed) -> sendNext());
  }

  private void sendNext() {
    String next;
    synchronized (waiting) {
      next = waiting.poll();
      if (next == null) {
        sending = false;
        return;
      }
    }
    sendNow(next);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    if (last && parts.isEmpty()) {
      listener.accept(data.toString());
    } else {
      parts.append(data);
      if (last) {
        String whole = parts.toString();
        parts.setLength(0);
        listener.accept(whole);
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }
}

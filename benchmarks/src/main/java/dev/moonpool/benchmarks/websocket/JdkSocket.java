package dev.moonpool.benchmarks.websocket;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
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
    sendAll(text);
  }

  /// A loop, as most messages are sent at once: a chain of futures would be a deep one.
  private void sendAll(@Nullable String first) {
    @Nullable String next = first;
    while (next != null) {
      CompletableFuture<WebSocket> sent = socket.sendText(next, true);
      if (!sent.isDone()) {
        sent.whenComplete((any, failed) -> sendAll(next()));
        return;
      }
      next = next();
    }
  }

  private @Nullable String next() {
    synchronized (waiting) {
      String next = waiting.poll();
      sending = next != null;
      return next;
    }
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

package dev.moonpool.benchmarks.websocket;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/// OkHttp's client.
final class OkHttpSocket extends WebSocketListener implements AutoCloseable {
  private final Consumer<String> listener;
  private final CompletableFuture<WebSocket> open = new CompletableFuture<>();
  private final OkHttpClient client =
      new OkHttpClient.Builder().socketFactory(new NoDelaySockets()).build();
  private final WebSocket socket;

  OkHttpSocket(URI url, Consumer<String> listener) {
    this.listener = listener;
    client.newWebSocket(new Request.Builder().url(url.toString()).build(), this);
    socket = open.join();
  }

  void send(String text) {
    if (!socket.send(text)) {
      throw new IllegalStateException("OkHttp takes no more");
    }
  }

  @Override
  public void onOpen(WebSocket webSocket, Response response) {
    open.complete(webSocket);
  }

  @Override
  public void onMessage(WebSocket webSocket, String text) {
    listener.accept(text);
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
    open.completeExceptionally(failure);
  }

  @Override
  public void close() {
    socket.cancel();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}

package dev.moonpool.actors.messaging;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A directory's question that waits to be sent or answered.
final class Ask {
  final long number;
  final byte[] body;
  final CompletableFuture<byte[]> answer = new CompletableFuture<>();

  /// Where it was sent; null before that. Set once, on that connection's loop.
  volatile @Nullable Connection via;

  Ask(long number, byte[] body) {
    this.number = number;
    this.body = body;
  }
}

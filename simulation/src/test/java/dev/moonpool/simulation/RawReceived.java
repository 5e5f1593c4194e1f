package dev.moonpool.simulation;

import java.util.concurrent.CompletableFuture;

/// What a [RawProcess] got.
final class RawReceived {
  final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
}

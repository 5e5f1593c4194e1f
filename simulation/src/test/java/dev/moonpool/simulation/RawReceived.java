package dev.moonpool.simulation;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;

/// What a [RawProcess] got.
final class RawReceived {
  /// All that has arrived so far.
  final ByteArrayOutputStream soFar = new ByteArrayOutputStream();

  final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
}

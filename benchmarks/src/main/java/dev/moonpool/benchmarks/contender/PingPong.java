package dev.moonpool.benchmarks.contender;

import java.util.concurrent.CompletableFuture;

/// A contender in which two actors play balls back and forth.
public interface PingPong extends AutoCloseable {
  /// Puts `balls` in play for `roundTrips` round trips in all; the future completes once the last
  /// ball is back.
  CompletableFuture<Void> play(int balls, int roundTrips);

  /// Stops the contender and frees its threads.
  @Override
  void close();
}

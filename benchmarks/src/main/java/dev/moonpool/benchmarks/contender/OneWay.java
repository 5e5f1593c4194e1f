package dev.moonpool.benchmarks.contender;

/// A contender that takes one-way messages; its receivers count them into the [Receipts] they were
/// given.
public interface OneWay extends AutoCloseable {
  /// Sends one message to receiver `target` and returns without waiting for it to run.
  void send(int target);

  /// Stops the contender and frees its threads.
  @Override
  void close();
}

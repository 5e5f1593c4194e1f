package dev.moonpool.benchmarks.contender;

import java.util.List;

/// A contender that brings actors into being by their first call.
public interface Starts extends AutoCloseable {
  /// Calls the actor named `key`, which does not exist yet, and waits for its first answer.
  void start(String key);

  /// Removes the actors named and returns once all of them are gone; not part of what is measured.
  void remove(List<String> keys);

  /// Stops the contender and frees its threads.
  @Override
  void close();
}

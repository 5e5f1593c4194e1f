package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Starts;
import java.util.List;

/// What stands in a benchmark's field until its contender is started; it starts nothing.
final class NoStarts implements Starts {
  @Override
  public void start(String key) {
    throw new IllegalStateException("the contender was not started");
  }

  @Override
  public void remove(List<String> keys) {}

  @Override
  public void close() {}
}

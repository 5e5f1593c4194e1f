package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.contender.Calls;

/// What stands in a benchmark's field until its contender is started; it answers nothing.
final class NoCalls implements Calls {
  @Override
  public long call(int target) {
    throw new IllegalStateException("the contender was not started");
  }

  @Override
  public void close() {}
}

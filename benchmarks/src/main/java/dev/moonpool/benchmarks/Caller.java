package dev.moonpool.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/// The number of the calling thread, from zero: each caller calls its own actor.
@State(Scope.Thread)
public class Caller {
  int index;

  /// Reads the number JMH gave the thread.
  @Setup
  public void number(ThreadParams threads) {
    index = threads.getThreadIndex();
  }
}

package dev.moonpool.benchmarks;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// Durations in nanoseconds, kept one by one, and their percentiles in microseconds.
final class Percentiles {
  private final long[] nanos;
  private final AtomicInteger count = new AtomicInteger();

  Percentiles(int capacity) {
    nanos = new long[capacity];
  }

  /// Adds one; callable from many threads at once.
  void add(long durationNanos) {
    nanos[count.getAndIncrement()] = durationNanos;
  }

  /// The value that `percent` of all are not above, once everything was added.
  double micros(double percent) {
    int size = count.get();
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(percent / 100 * size) - 1;
    return sorted[Math.max(0, index)] / 1e3;
  }
}

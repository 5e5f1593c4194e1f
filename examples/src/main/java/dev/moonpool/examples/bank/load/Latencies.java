package dev.moonpool.examples.bank.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// A histogram of durations, exact to one part in 32. Usable by any number of threads.
///
/// Durations below 32 ns have a bucket each; above, every doubling is split into 32.
public final class Latencies {
  private static final int SPLIT_BITS = 5;
  private static final int SPLIT = 1 << SPLIT_BITS;

  private final AtomicLongArray buckets = new AtomicLongArray((Long.SIZE - SPLIT_BITS) * SPLIT);
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong maxNanos = new AtomicLong();

  /// An empty histogram.
  public Latencies() {}

  /// Adds a duration; a negative one counts as 0.
  public void record(long nanos) {
    long positive = Math.max(0, nanos);
    buckets.incrementAndGet(bucket(positive));
    maxNanos.accumulateAndGet(positive, Math::max);
    count.incrementAndGet();
  }

  /// How many durations were added.
  public long count() {
    return count.get();
  }

  /// The longest, exactly; 0 if there is none.
  public long maxNanos() {
    return maxNanos.get();
  }

  /// The duration that this share of all does not exceed: the upper end of its bucket, but never
  /// more than the longest. 0 if there is none.
  ///
  /// @param share from 0 to 1, such as 0.99
  public long percentileNanos(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
    }
    long wanted = Math.max(1, (long) Math.ceil(share * count.get()));
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= wanted) {
        return Math.min(upperEnd(i), maxNanos.get());
      }
    }
    return maxNanos.get();
  }

  private static int bucket(long nanos) {
    if (nanos < SPLIT) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SPLIT_BITS;
    return ((shift + 1) << SPLIT_BITS) + (int) (nanos >>> shift) - SPLIT;
  }

  private static long upperEnd(int bucket) {
    if (bucket < SPLIT) {
      return bucket;
    }
    int shift = (bucket >>> SPLIT_BITS) - 1;
    return ((SPLIT + (bucket & (SPLIT - 1)) + 1L) << shift) - 1;
  }
}

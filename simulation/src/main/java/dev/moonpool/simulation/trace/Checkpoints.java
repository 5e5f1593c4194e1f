package dev.moonpool.simulation.trace;

import java.util.Arrays;

/// The digest of a world after each so-many-th event: enough to tell, without a trace, between
/// which events two runs of one seed have parted. Confined to the driver.
public final class Checkpoints {
  /// How many events lie between two of them; a power of two.
  public static final int EVERY = 64;

  private static final int COUNT_MAX = 1_000_000;

  private long[] hashes = new long[64];
  private int count;

  /// Takes the digest after `EVERY` more events.
  public void add(long hash) {
    if (count == COUNT_MAX) {
      return;
    }
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    hashes[count++] = hash;
  }

  /// The number of the last event until which the two runs were the same for sure.
  public long sameUntil(Checkpoints other) {
    int at = 0;
    while (at < count && at < other.count && hashes[at] == other.hashes[at]) {
      at++;
    }
    return (long) at * EVERY;
  }
}

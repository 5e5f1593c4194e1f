package dev.moonpool.foundation;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// A seeded source of random numbers that can be split by name.
///
/// Splitting makes a tree: a child depends on its parent's seed and its own stable name, never on
/// how many numbers were drawn before, so leaving one consumer out does not shift what the others
/// draw. Safe for use by many threads (SplitMix64 over one atomic counter: Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators", 2014). Not for secrets.
public final class Randomness {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final AtomicLong state;

  private Randomness(long seed) {
    this.seed = seed;
    this.state = new AtomicLong(seed);
  }

  /// The root of a tree.
  public static Randomness seeded(long seed) {
    return new Randomness(mix(seed + GOLDEN_GAMMA));
  }

  /// The child of this name: the same name gives an equal child each time.
  public Randomness split(String name) {
    Objects.requireNonNull(name, "name");
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash ^ name.charAt(i)) + GOLDEN_GAMMA;
    }
    return new Randomness(mix(hash));
  }

  /// Any long, all equally likely.
  public long nextLong() {
    return mix(state.getAndAdd(GOLDEN_GAMMA) + GOLDEN_GAMMA);
  }

  /// A number from 0 to `bound - 1`.
  public int nextInt(int bound) {
    Invariant.check(bound > 0, "a bound is positive");
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /// A number from `from` up to but not including `to`.
  public long nextLong(long from, long to) {
    Invariant.check(from < to, "a range is not empty");
    return from + Math.floorMod(nextLong(), to - from);
  }

  /// A number from 0 up to but not including 1.
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /// True with this probability.
  public boolean chance(double probability) {
    return nextDouble() < probability;
  }

  /// The finaliser of SplitMix64: spreads every input bit over every output bit.
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

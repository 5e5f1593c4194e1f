package dev.moonpool.simulation.kernel;

import dev.moonpool.foundation.Randomness;

/// A random generator for the driver alone: SplitMix64 without the atomic counter that
/// [Randomness] needs, as the kernel draws for nearly every event.
public final class Dice {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /// Draws from a generator that starts at `seed`.
  public Dice(long seed) {
    this.state = seed;
  }

  /// Any long.
  public long next() {
    state += GOLDEN_GAMMA;
    return Randomness.mix(state);
  }

  /// A number from 0 to `bound - 1`; the bound is positive and below 2^31.
  public int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /// A number from `from` up to but not including `to`.
  public long between(long from, long to) {
    return from + (long) (unit() * (to - from));
  }

  /// A number from 0 up to but not including 1.
  public double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /// True with this probability. Draws nothing if it is 0, so that a fault that is off costs
  /// nothing.
  public boolean chance(double probability) {
    return probability > 0 && unit() < probability;
  }
}

package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Dice;

/// How long an operation takes: a distribution to draw from, in nanoseconds.
public sealed interface Latency {
  /// Draws one.
  long sample(Dice dice);

  /// Anything from `least` up to `most`, all equally likely.
  record Uniform(long least, long most) implements Latency {
    @Override
    public long sample(Dice dice) {
      return least + (long) (dice.unit() * (most - least));
    }
  }

  /// Mostly short, now and then long: at least `least`, and `mean` more on average.
  record Exponential(long least, long mean) implements Latency {
    @Override
    public long sample(Dice dice) {
      // StrictMath: the same bits in every JVM.
      return least - (long) (mean * StrictMath.log(1 - dice.unit()));
    }
  }

  /// Fast as a rule, and slow with probability `slowChance`.
  record Bimodal(Uniform fast, Uniform slow, double slowChance) implements Latency {
    @Override
    public long sample(Dice dice) {
      return dice.chance(slowChance) ? slow.sample(dice) : fast.sample(dice);
    }
  }
}

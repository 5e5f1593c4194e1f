package dev.moonpool.simulation;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.PlannedFault.Clog;
import dev.moonpool.simulation.PlannedFault.Down;
import dev.moonpool.simulation.PlannedFault.Partition;
import dev.moonpool.simulation.kernel.Dice;
import dev.moonpool.simulation.network.Conditions;
import dev.moonpool.simulation.network.Latency;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Everything that will go wrong in a seed, drawn before it begins.
///
/// Each family draws from dice of its own, named after it: with one family left out, the others do
/// what they did before.
///
/// @param families what the seed has on
/// @param conditions what the network is like during the chaos
/// @param faults what happens when, in order of time
record FaultPlan(Set<FaultFamily> families, Conditions conditions, List<PlannedFault> faults) {
  private static final long MILLI = 1_000_000L;
  private static final int OCCASIONS = 40;

  FaultPlan {
    families = Collections.unmodifiableSet(families);
    faults = List.copyOf(faults);
  }

  /// Draws the plan of a seed.
  ///
  /// @param hosts how many hosts there are; the processes are the first of them
  static FaultPlan draw(Randomness root, Profile profile, int processes, int hosts) {
    Randomness tree = root.split("faults");
    EnumSet<FaultFamily> on = EnumSet.noneOf(FaultFamily.class);
    for (FaultFamily family : profile.families()) {
      if (tree.split("on").split(family.name()).chance(profile.familyChance())) {
        on.add(family);
      }
    }
    // Workloads last from milliseconds to minutes. The span over which the planned faults are
    // spread differs as much between seeds, so that some seeds hit whichever workload it is.
    double shrink = StrictMath.pow(2, -6 * tree.split("span").nextDouble());
    long span = (long) (profile.chaos().toNanos() * shrink);
    List<PlannedFault> faults = new ArrayList<>();
    for (FaultFamily family : on) {
      Dice dice = new Dice(tree.split(family.name()).nextLong());
      switch (family) {
        case CLOG -> drawClogs(dice, span, hosts, faults);
        case PARTITION -> drawPartitions(dice, span, hosts, faults);
        case CRASH -> drawDowns(dice, span, processes, false, faults);
        case REBOOT -> drawDowns(dice, span, processes, true, faults);
        case LATENCY, CLOSE, CONNECT, PARTIAL, SMALL_WINDOW, BIT_FLIP, FAULT_POINT, STORE -> {
          // These are rates and not events.
        }
      }
    }
    faults.sort(Comparator.comparingLong(PlannedFault::atNanos));
    return new FaultPlan(on, drawConditions(tree, on), faults);
  }

  private static void drawClogs(Dice dice, long span, int hosts, List<PlannedFault> faults) {
    double rate = 0.2 * dice.unit();
    for (int i = 0; i < OCCASIONS; i++) {
      if (dice.chance(rate)) {
        long at = span / OCCASIONS * i;
        long length = dice.between(50 * MILLI, 500 * MILLI);
        faults.add(new Clog(at, length, dice.below(hosts), dice.below(hosts)));
      }
    }
  }

  private static void drawPartitions(Dice dice, long span, int hosts, List<PlannedFault> faults) {
    double rate = 0.15 * dice.unit();
    for (int i = 0; i < OCCASIONS; i++) {
      if (dice.chance(rate)) {
        long at = span / OCCASIONS * i;
        // Some are longer than it takes to suspect a node that does not answer.
        boolean isLong = dice.chance(0.15);
        long length =
            isLong
                ? dice.between(5_000 * MILLI, 9_000 * MILLI)
                : dice.between(100 * MILLI, 3_000 * MILLI);
        faults.add(new Partition(at, length, drawSide(dice, hosts), dice.chance(0.3)));
      }
    }
  }

  /// A random set of hosts, or half of them, or a single one.
  private static BitSet drawSide(Dice dice, int hosts) {
    BitSet side = new BitSet(hosts);
    int shape = dice.below(3);
    if (shape == 0) {
      side.set(dice.below(hosts));
      return side;
    }
    int wanted = hosts / 2;
    for (int host = 0; host < hosts; host++) {
      double chance = shape == 1 ? 0.5 : (double) wanted / (hosts - host);
      if (dice.chance(chance)) {
        side.set(host);
        wanted--;
      }
    }
    return side;
  }

  private static void drawDowns(
      Dice dice, long span, int processes, boolean graceful, List<PlannedFault> faults) {
    int count = 1 + dice.below(4);
    for (int i = 0; i < count; i++) {
      long at = dice.between(0, span + 1);
      long recovery = dice.between(20 * MILLI, 2_000 * MILLI);
      faults.add(new Down(at, dice.below(processes), graceful, recovery));
    }
  }

  private static Conditions drawConditions(Randomness tree, Set<FaultFamily> on) {
    Conditions calm = Conditions.CALM;
    Dice latency = new Dice(tree.split("latencies").nextLong());
    boolean slow = on.contains(FaultFamily.LATENCY);
    return new Conditions(
        slow ? drawLatency(latency, 100_000) : calm.connect(),
        slow ? drawLatency(latency, 20_000) : calm.accept(),
        slow ? drawLatency(latency, 20_000) : calm.bind(),
        slow ? drawLatency(latency, 50_000) : calm.write(),
        slow ? drawLatency(latency, 50_000) : calm.read(),
        on.contains(FaultFamily.CONNECT) ? 0.6 * tree.split("connects").nextDouble() : 0,
        on.contains(FaultFamily.CLOSE) ? drawRate(tree.split("closes"), 1e-6, 1e-4) : 0,
        on.contains(FaultFamily.PARTIAL) ? 0.05 + 0.9 * tree.split("parts").nextDouble() : 0,
        on.contains(FaultFamily.BIT_FLIP) ? drawRate(tree.split("flips"), 1e-5, 2e-4) : 0,
        on.contains(FaultFamily.SMALL_WINDOW)
            ? (int) tree.split("windows").nextLong(256, 8192)
            : calm.windowBytes());
  }

  /// Somewhere from `least` to `most`, small ones as likely as large ones; in one seed of eight a
  /// hundred times as much, as most worlds are too short to see a fault this rare.
  private static double drawRate(Randomness source, double least, double most) {
    double rate = least * StrictMath.pow(most / least, source.nextDouble());
    return source.chance(0.125) ? 100 * rate : rate;
  }

  /// A distribution of any shape with a mean of up to ten times `usual`.
  private static Latency drawLatency(Dice dice, long usual) {
    long mean = (long) (usual * (1 + 9 * dice.unit()));
    return switch (dice.below(3)) {
      case 0 -> new Latency.Uniform(mean / 4, 2 * mean);
      case 1 -> new Latency.Exponential(mean / 8, mean);
      default ->
          new Latency.Bimodal(
              new Latency.Uniform(usual / 2, usual),
              new Latency.Uniform(mean, 10 * mean),
              0.01 + 0.2 * dice.unit());
    };
  }
}

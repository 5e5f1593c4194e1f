package dev.moonpool.simulation;

import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.kernel.Dice;
import dev.moonpool.simulation.kernel.Kernel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which fault points are active in this seed, and at which calls they fire.
final class SitePlan implements FaultPoint.Plan {
  private static final double SHORTEST_NANOS = 10_000;
  private static final double LONGEST_NANOS = 100_000_000;

  private final Simulation simulation;
  private final Kernel kernel;
  private final Randomness tree;
  private final Map<String, Site> sites = new LinkedHashMap<>();

  SitePlan(Simulation simulation, Kernel kernel) {
    this.simulation = simulation;
    this.kernel = kernel;
    this.tree = kernel.randomness().split("fault points");
  }

  @Override
  public boolean fires(String site) {
    kernel.assertDriver();
    if (!simulation.injects(FaultFamily.FAULT_POINT)) {
      return false;
    }
    Site known = site(site);
    boolean fires = known.active && known.dice.chance(simulation.profile().siteFiresChance());
    if (fires) {
      simulation.injected(FaultFamily.FAULT_POINT, site);
    }
    return fires;
  }

  /// Short ones as likely as long ones.
  @Override
  public Duration delay(String site) {
    kernel.assertDriver();
    double spread = StrictMath.pow(LONGEST_NANOS / SHORTEST_NANOS, site(site).dice.unit());
    return Duration.ofNanos((long) (SHORTEST_NANOS * spread));
  }

  private Site site(String name) {
    Site known = sites.get(name);
    if (known == null) {
      Randomness own = tree.split(name);
      known =
          new Site(own.chance(simulation.profile().siteActiveChance()), new Dice(own.nextLong()));
      sites.put(name, known);
    }
    return known;
  }

  private record Site(boolean active, Dice dice) {}
}

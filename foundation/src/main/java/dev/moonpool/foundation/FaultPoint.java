package dev.moonpool.foundation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Places in the code where a simulation may make something go wrong.
///
/// A site is known by a stable name. Whether it is active is decided once for each run, and then by
/// chance at each call, by the run's seed. Outside a simulation nothing ever fires and a site costs
/// one read of a field.
public final class FaultPoint {
  private static volatile @Nullable Plan plan;

  private FaultPoint() {}

  /// Whether the fault of this name happens now.
  public static boolean fires(String site) {
    Plan decided = plan;
    return decided != null && decided.fires(site);
  }

  /// Holds the calling task up for a random while if the fault of this name happens now. Only where
  /// blocking is allowed. An interrupt that arrives meanwhile is kept for the code that follows.
  public static void delay(String site, Time time) {
    Plan decided = plan;
    if (decided != null && decided.fires(site)) {
      try {
        time.sleep(decided.delay(site));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Lets `plan` decide from now on; null for never. For the simulator.
  public static void decideBy(@Nullable Plan plan) {
    FaultPoint.plan = plan;
  }

  /// Who decides.
  public interface Plan {
    /// Whether the fault at `site` happens at this call.
    boolean fires(String site);

    /// How long a fault at `site` that is a delay lasts.
    Duration delay(String site);
  }
}

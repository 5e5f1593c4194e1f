package dev.moonpool.testkit;

import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Randomness;

/// Which upgrades and messages of a simulated server meet a fault of the server itself. Only fires
/// in a world that injects faults at fault points; each way is a site of its own, so that a seed
/// has some of them and not others.
final class ServerFaults {
  private static final String SITE = "sim-web-socket-server.";

  /// Rare enough that a client which retries comes through in the roughest profile.
  private static final double UPGRADE_CHANCE = 0.4;

  private static final double MESSAGE_CHANCE = 0.15;

  private final Randomness random;

  ServerFaults(Randomness random) {
    this.random = random;
  }

  /// Tests whether this upgrade is refused.
  boolean refusesUpgrade() {
    return random.chance(UPGRADE_CHANCE) && FaultPoint.fires(SITE + "refuses-upgrade");
  }

  /// Tests whether the socket ends before this message is heard.
  boolean dropsUnheard() {
    return random.chance(MESSAGE_CHANCE) && FaultPoint.fires(SITE + "drops-unheard");
  }

  /// Tests whether the socket ends after this message is handled and before its answer leaves.
  boolean dropsUnanswered() {
    return random.chance(MESSAGE_CHANCE) && FaultPoint.fires(SITE + "drops-unanswered");
  }
}

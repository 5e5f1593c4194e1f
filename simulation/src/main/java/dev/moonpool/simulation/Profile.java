package dev.moonpool.simulation;

import dev.moonpool.foundation.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// How rough a simulated world is.
///
/// @param name how command line and reports call it
/// @param families the faults a seed may turn on
/// @param familyChance with what probability a seed turns on each of them
/// @param siteActiveChance with what probability a fault point is active in a seed
/// @param siteFiresChance with what probability an active fault point fires at a call
/// @param downMax how many processes may be down at a time
/// @param chaos how long faults go on at most, in virtual time; they end sooner if all workloads do
/// @param livenessBound how long after healing everything must have come to its end
public record Profile(
    String name,
    Set<FaultFamily> families,
    double familyChance,
    double siteActiveChance,
    double siteFiresChance,
    int downMax,
    Duration chaos,
    Duration livenessBound) {

  /// No faults at all.
  public static final Profile CALM =
      new Profile("calm", Set.of(), 0, 0, 0, 0, Duration.ofSeconds(1), Duration.ofMinutes(2));

  /// Few faults: what a good day in production looks like.
  public static final Profile LIGHT = rough("light", 0.3, 0.1, 0.1, 1, Duration.ofSeconds(10));

  /// The usual profile of campaigns.
  public static final Profile CHAOS = rough("chaos", 0.5, 0.5, 0.25, 1, Duration.ofSeconds(10));

  /// Nearly everything goes wrong nearly always.
  public static final Profile AGGRESSIVE =
      rough("aggressive", 0.8, 0.9, 0.9, 2, Duration.ofSeconds(10));

  /// Checks ranges and copies the set.
  public Profile {
    EnumSet<FaultFamily> copy = EnumSet.noneOf(FaultFamily.class);
    copy.addAll(families);
    families = Collections.unmodifiableSet(copy);
    checkChance("familyChance", familyChance);
    checkChance("siteActiveChance", siteActiveChance);
    checkChance("siteFiresChance", siteFiresChance);
    if (downMax < 0 || chaos.isNegative() || !livenessBound.isPositive()) {
      throw new IllegalArgumentException(
          "downMax and chaos are not negative and livenessBound is positive; got "
              + downMax
              + ", "
              + DurationText.of(chaos)
              + " and "
              + DurationText.of(livenessBound));
    }
  }

  /// The profile of this name, in any case.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Profile named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "calm" -> CALM;
      case "light" -> LIGHT;
      case "chaos" -> CHAOS;
      case "aggressive" -> AGGRESSIVE;
      default ->
          throw new IllegalArgumentException(
              "no profile '" + name + "'; there are calm, light, chaos and aggressive");
    };
  }

  /// The same without these families.
  public Profile without(FaultFamily... left) {
    EnumSet<FaultFamily> rest = EnumSet.noneOf(FaultFamily.class);
    rest.addAll(families);
    rest.removeAll(Arrays.asList(left));
    return withFamilies(rest, familyChance);
  }

  /// The same with only these families, each of them on in every seed.
  public Profile only(FaultFamily... kept) {
    EnumSet<FaultFamily> chosen = EnumSet.noneOf(FaultFamily.class);
    chosen.addAll(Arrays.asList(kept));
    return withFamilies(chosen, 1);
  }

  /// The same with faults for this long.
  public Profile withChaos(Duration length) {
    return new Profile(
        name,
        families,
        familyChance,
        siteActiveChance,
        siteFiresChance,
        downMax,
        length,
        livenessBound);
  }

  /// The same with this much time to converge.
  public Profile withLivenessBound(Duration bound) {
    return new Profile(
        name, families, familyChance, siteActiveChance, siteFiresChance, downMax, chaos, bound);
  }

  /// The same with up to this many processes down at a time.
  public Profile withDownMax(int processes) {
    return new Profile(
        name,
        families,
        familyChance,
        siteActiveChance,
        siteFiresChance,
        processes,
        chaos,
        livenessBound);
  }

  private Profile withFamilies(Set<FaultFamily> chosen, double chance) {
    return new Profile(
        name, chosen, chance, siteActiveChance, siteFiresChance, downMax, chaos, livenessBound);
  }

  private static Profile rough(
      String name, double family, double active, double fires, int downMax, Duration chaos) {
    return new Profile(
        name,
        EnumSet.allOf(FaultFamily.class),
        family,
        active,
        fires,
        downMax,
        chaos,
        Duration.ofMinutes(2));
  }

  private static void checkChance(String what, double chance) {
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException(what + " is from 0 to 1, not " + chance);
    }
  }
}

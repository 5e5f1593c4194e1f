package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S6")
class FaultPointSimTest {
  private static final int SITES = 200;
  private static final int CALLS = 200;

  @ParameterizedTest
  @CsvSource({"light,0.1,0.1", "chaos,0.5,0.25", "aggressive,0.9,0.9"})
  void fires_manySites_activeAndFiringAsTheProfileSays(
      String profile, double active, double fires) {
    Map<String, Integer> fired = new TreeMap<>();
    Worlds.passed(
        Worlds.world(
                11, Profile.named(profile).only(FaultFamily.FAULT_POINT), context -> fireAll(fired))
            .run());

    long activeSites = fired.values().stream().filter(count -> count > 0).count();
    double all = fired.values().stream().mapToInt(Integer::intValue).sum();
    assertThat((double) activeSites / SITES).isBetween(active - 0.1, active + 0.1);
    assertThat(all / activeSites / CALLS).isBetween(fires * 0.8, fires * 1.2);
  }

  @Test
  void fires_familyOff_never() {
    Map<String, Integer> fired = new TreeMap<>();
    Worlds.passed(Worlds.calm(1, context -> fireAll(fired)));

    assertThat(fired.values()).containsOnly(0);
  }

  @Test
  void fires_otherSitesLeftOut_sameDecisions() {
    assertThat(decisions("only.this")).isEqualTo(decisions("another", "only.this", "third"));
  }

  @Test
  void delay_active_passesInVirtualTime() {
    List<Long> lengths = new ArrayList<>();
    Worlds.passed(
        Worlds.world(
                5,
                Profile.AGGRESSIVE.only(FaultFamily.FAULT_POINT),
                context -> {
                  Time time = context.providers().time();
                  for (int i = 0; i < 50; i++) {
                    long before = time.nanoTime();
                    FaultPoint.delay("site." + i, time);
                    lengths.add(time.nanoTime() - before);
                  }
                })
            .run());

    assertThat(lengths).anyMatch(length -> length > 1_000_000).anyMatch(length -> length == 0);
    assertThat(lengths).allMatch(length -> length < 101_000_000);
  }

  @Test
  void fires_outsideASimulation_never() {
    Worlds.passed(Worlds.calm(1, context -> {}));

    assertThat(FaultPoint.fires("any")).isFalse();
  }

  private static void fireAll(Map<String, Integer> fired) {
    for (int site = 0; site < SITES; site++) {
      String name = "site." + site;
      fired.put(name, 0);
      for (int call = 0; call < CALLS; call++) {
        if (FaultPoint.fires(name)) {
          fired.merge(name, 1, Integer::sum);
        }
      }
    }
  }

  private static List<Boolean> decisions(String... sites) {
    List<Boolean> decisions = new ArrayList<>();
    Profile profile = Profile.AGGRESSIVE.only(FaultFamily.FAULT_POINT);
    Worlds.passed(
        Worlds.world(
                3,
                profile,
                context -> {
                  for (int call = 0; call < 50; call++) {
                    for (String site : sites) {
                      boolean fires = FaultPoint.fires(site);
                      if (site.equals("only.this")) {
                        decisions.add(fires);
                      }
                    }
                  }
                })
            .run());
    return decisions;
  }
}

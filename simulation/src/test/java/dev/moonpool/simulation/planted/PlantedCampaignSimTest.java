package dev.moonpool.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Faults of every kind, planted in a till and found.
@Timeout(600)
final class PlantedCampaignSimTest {
  private static final String TILL = "dev.moonpool.simulation.planted.Till";
  private static final Plant.Trial TRIAL =
      new Plant.Trial(new TillScenario(), new Topology(1, 1), Profile.CALM);

  @TempDir private Path folder;

  @Test
  void run_everyKindOfChange_isFoundUnderItsName() throws InterruptedException {
    List<String> said = new ArrayList<>();
    PlantedReport report =
        run(
            List.of(
                plant("no receipt", "record", Change.doNothing()),
                plant("two receipts", "take", Change.redirect(TillFaults.class, "takeTwice")),
                plant("call left out", "take", Change.skipCall("add", 1)),
                plant(
                    "sevens lost",
                    "take",
                    Change.redirectCall("add", 1, TillFaults.class, "forgetSevens")),
                plant("always empty", "balances", Change.returning(0))),
            said);
    assertThat(report.text()).contains("5 of 5 planted faults found under the right name");
    assertThat(report.exitCode()).isZero();
    assertThat(said).hasSize(6);
    PlantedReport.Finding rare = report.findings().get(3);
    assertThat(rare.seeds()).isGreaterThan(1);
  }

  @Test
  void run_harmlessChange_isNotFoundAndFails() throws InterruptedException {
    PlantedReport report =
        run(List.of(plant("harmless", "balances", Change.returning(1))), new ArrayList<>());
    assertThat(report.exitCode()).isOne();
    assertThat(report.text()).contains("NOT FOUND").contains("0 of 1");
  }

  @Test
  void run_otherInvariantFindsIt_fails() throws InterruptedException {
    Plant plant =
        new Plant(
            "no receipt",
            TRIAL,
            List.of(TillScenario.GROWS),
            Plant.Site.of(TILL, "record"),
            Change.doNothing());
    PlantedReport report = run(List.of(plant), new ArrayList<>());
    assertThat(report.exitCode()).isOne();
    assertThat(report.text()).contains("WRONG NAME, not " + TillScenario.GROWS);
  }

  static List<Plant> misfits() {
    return List.of(
        plant("no such method", "nothing", Change.doNothing()),
        plant("no such call", "take", Change.skipCall("nothing", 1)),
        plant("no third call", "take", Change.skipCall("add", 3)),
        plant("other parameters", "record", Change.redirect(TillFaults.class, "forgetSevens")),
        plant("no such target", "record", Change.redirect(TillFaults.class, "nothing")),
        new Plant(
            "no such class",
            TRIAL,
            List.of("x"),
            Plant.Site.of(TILL + "s", "record"),
            Change.doNothing()));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void plant_notFittingTheCode_isRefused(Plant plant) {
    assertThatThrownBy(() -> Planter.plant(plant, folder))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static Plant plant(String name, String method, Change change) {
    return new Plant(
        name, TRIAL, List.of(TillScenario.BALANCES), Plant.Site.of(TILL, method), change);
  }

  private static PlantedReport run(List<Plant> plants, List<String> said)
      throws InterruptedException {
    try (SystemProviders system = SystemProviders.start(1)) {
      return new PlantedCampaign(
              system.providers(), plants, new PlantedCampaign.Settings(100, 0, 1))
          .run(said::add, progress -> {});
    }
  }
}

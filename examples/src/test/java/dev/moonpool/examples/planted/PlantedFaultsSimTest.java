package dev.moonpool.examples.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.campaign.Campaign;
import dev.moonpool.simulation.campaign.CampaignOptions;
import dev.moonpool.simulation.campaign.CampaignReport;
import dev.moonpool.simulation.planted.Plant;
import dev.moonpool.simulation.planted.PlantedCampaign;
import dev.moonpool.simulation.planted.PlantedReport;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The planted faults fit the code; the cheapest are found here, all of them by the command.
@Timeout(600)
final class PlantedFaultsSimTest {
  private static final List<String> TRIED =
      List.of(
          "late reply delivered",
          "catalog without the second look",
          "request replayed after a reconnect",
          "pong deadline from the last pong");

  @Test
  void check_allPlants_fitTheCode() {
    try (SystemProviders system = SystemProviders.start(1)) {
      PlantedCampaign campaign =
          new PlantedCampaign(
              system.providers(), PlantedFaults.all(), new PlantedCampaign.Settings(1, 1, 1));
      assertThatCode(campaign::check).doesNotThrowAnyException();
    }
  }

  @Test
  void all_names_areDifferent() {
    assertThat(PlantedFaults.all()).extracting(Plant::name).doesNotHaveDuplicates();
    assertThat(PlantedFaults.all()).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  @Tag("S10")
  void run_someFaults_areFoundUnderTheirNames() throws InterruptedException {
    List<Plant> plants =
        PlantedFaults.all().stream().filter(plant -> TRIED.contains(plant.name())).toList();
    try (SystemProviders system = SystemProviders.start(1)) {
      PlantedReport report =
          new PlantedCampaign(system.providers(), plants, new PlantedCampaign.Settings(100, 1, 1))
              .run(said -> {}, progress -> {});
      assertThat(report.exitCode()).as(report.text()).isZero();
    }
  }

  @Test
  @Tag("S10")
  @Tag("A14")
  @Tag("A26")
  @Tag("A32")
  void oracles_delaysAlone_findNothing() throws InterruptedException {
    passes(PlantedFaults.delays());
  }

  @Test
  @Tag("S10")
  @Tag("A23")
  @Tag("A40")
  void oracles_everyFault_findNothing() throws InterruptedException {
    passes(Profile.CHAOS);
  }

  private static void passes(Profile profile) throws InterruptedException {
    CampaignOptions options =
        CampaignOptions.builder(new ActorOraclesScenario())
            .topology(new Topology(2, 3))
            .profile(profile)
            .firstSeed(1)
            .seeds(40)
            .workers(1)
            .canaryEvery(20)
            .build();
    try (SystemProviders system = SystemProviders.start(1)) {
      CampaignReport report = new Campaign(system.providers(), options).run(progress -> {});
      assertThat(report.exitCode()).as(report.text()).isZero();
    }
  }
}

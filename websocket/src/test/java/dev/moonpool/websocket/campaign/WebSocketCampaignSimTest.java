package dev.moonpool.websocket.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.campaign.Campaign;
import dev.moonpool.simulation.campaign.CampaignOptions;
import dev.moonpool.simulation.campaign.CampaignReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Some seeds of the campaign, of which `moonpool simulate websocket` runs as many as are wanted.
@Timeout(300)
class WebSocketCampaignSimTest {
  @Test
  @Tag("W22")
  @Tag("W5")
  @Tag("W6")
  @Tag("W10")
  @Tag("W11")
  @Tag("W12")
  @Tag("W14")
  @Tag("W16")
  void campaign_everyFault_breaksNoInvariant() throws InterruptedException {
    Profile chaos = Profile.CHAOS.without(FaultFamily.BIT_FLIP, FaultFamily.STORE);
    CampaignOptions options =
        CampaignOptions.builder(new WebSocketScenario())
            .profile(chaos)
            .firstSeed(1)
            .seeds(300)
            .workers(1)
            .canaryEvery(100)
            .build();
    try (SystemProviders system = SystemProviders.start(1)) {
      CampaignReport report = new Campaign(system.providers(), options).run(progress -> {});
      assertThat(report.exitCode()).as(report.text()).isZero();
    }
  }
}

package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S2")
class TopologyTest {
  @Test
  void parse_workloadsByProcesses_bothRead() {
    assertThat(Topology.parse("2x10")).isEqualTo(new Topology(2, 10));
    assertThat(Topology.parse("1x1")).hasToString("1x1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "x", "0x1", "1x0", "2X2", "-1x2", "2x2x2", "1000x1", " 1x1"})
  void parse_otherForms_refusedWithTheText(String text) {
    assertThatThrownBy(() -> Topology.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void profile_named_knowsTheFour() {
    assertThat(Profile.named("Chaos")).isSameAs(Profile.CHAOS);
    assertThatThrownBy(() -> Profile.named("rough"))
        .hasMessageContaining("rough")
        .hasMessageContaining("aggressive");
  }

  @Test
  void profile_withers_changeOneThing() {
    Profile profile =
        Profile.CHAOS
            .without(FaultFamily.BIT_FLIP)
            .withChaos(Duration.ofSeconds(1))
            .withLivenessBound(Duration.ofSeconds(2))
            .withDownMax(3);

    assertThat(profile.families()).doesNotContain(FaultFamily.BIT_FLIP).hasSize(11);
    assertThat(profile.chaos()).isEqualTo(Duration.ofSeconds(1));
    assertThat(profile.livenessBound()).isEqualTo(Duration.ofSeconds(2));
    assertThat(profile.downMax()).isEqualTo(3);
    assertThat(profile.familyChance()).isEqualTo(Profile.CHAOS.familyChance());
  }

  @Test
  void profile_chanceAboveOne_refused() {
    assertThatThrownBy(
            () ->
                new Profile(
                    "odd",
                    Profile.CHAOS.families(),
                    1.5,
                    0,
                    0,
                    0,
                    Duration.ZERO,
                    Duration.ofSeconds(1)))
        .hasMessageContaining("1.5");
  }
}

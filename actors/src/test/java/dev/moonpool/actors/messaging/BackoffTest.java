package dev.moonpool.actors.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Randomness;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A12")
class BackoffTest {
  @Test
  void failed_againAndAgain_doublesUpToTheMost() {
    Backoff backoff = new Backoff(PeerOptions.DEFAULT, Randomness.seeded(1));
    long expected = 100;
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.failed().toMillis()).isBetween(expected * 3 / 4 - 1, expected);
      expected = Math.min(30_000, expected * 2);
    }
    backoff.succeeded();
    assertThat(backoff.failed()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void presets_asDocumented() {
    assertThat(PeerOptions.LOCAL.backoffMin()).isEqualTo(Duration.ofMillis(10));
    assertThat(PeerOptions.LOCAL.backoffMax()).isEqualTo(Duration.ofSeconds(1));
    assertThat(PeerOptions.LOCAL.connectTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(PeerOptions.DEFAULT.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(PeerOptions.WIDE_AREA.backoffMin()).isEqualTo(Duration.ofMillis(500));
    assertThat(PeerOptions.WIDE_AREA.backoffMax()).isEqualTo(Duration.ofSeconds(60));
    assertThat(PeerOptions.WIDE_AREA.connectTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void options_severalMistakes_areAllNamed() {
    assertThatThrownBy(
            () ->
                PeerOptions.DEFAULT
                    .withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1))
                    .withPings(Duration.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("backoffMax 1 s is less than backoffMin 2 s");
    assertThatThrownBy(() -> PeerOptions.DEFAULT.withPings(Duration.ZERO, 0))
        .hasMessageContaining("pingInterval is positive")
        .hasMessageContaining("missedPingsMax is at least 1");
    assertThatThrownBy(() -> new PeerOptions.Limits(0, -1, 1))
        .hasMessageContaining("payloadBytesMax")
        .hasMessageContaining("queueBytesMax")
        .hasMessageContaining("queueCountMax");
  }
}

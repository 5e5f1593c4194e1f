package dev.moonpool.actors.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A12")
@Tag("A17")
class ClockOffsetTest {
  @Test
  void flightMicros_nothingKnown_isZero() {
    assertThat(new ClockOffset().flightMicros(5, 1_000_000)).isZero();
  }

  @Test
  void flightMicros_severalSamples_usesTheShortestRoundTrip() {
    ClockOffset clock = new ClockOffset();
    clock.sample(1000, 11_900, 11_950, 2_000); // 950 µs on the way, most of it there
    clock.sample(3000, 13_050, 13_060, 3_110); // 100 µs: the other clock is 10,000 ahead
    clock.sample(4000, 14_010, 14_020, 9_000);

    assertThat(clock.flightMicros(15_000, 5_000)).isZero();
    assertThat(clock.flightMicros(15_000, 7_000)).isEqualTo(2_000 - 50);
  }

  @Test
  void sample_impossibleReadings_areIgnored() {
    ClockOffset clock = new ClockOffset();
    clock.sample(1000, 5, 1, 2000); // answered before it was received
    clock.sample(1000, 1, 5000, 1100); // took longer there than in all
    clock.sample(Long.MAX_VALUE, 0, 0, Long.MIN_VALUE);

    assertThat(clock.flightMicros(0, 1_000_000)).isZero();
  }

  @Test
  void sample_clockDrifts_oldSamplesAreForgotten() {
    ClockOffset clock = new ClockOffset();
    clock.sample(0, 0, 0, 2);
    for (int i = 1; i <= 8; i++) {
      clock.sample(i * 1000, i * 1000 + 600, i * 1000 + 600, i * 1000 + 200);
    }

    assertThat(clock.flightMicros(20_500, 20_000)).as("the clock is 500 µs ahead now").isZero();
    assertThat(clock.flightMicros(20_500, 20_300)).isEqualTo(200);
  }
}

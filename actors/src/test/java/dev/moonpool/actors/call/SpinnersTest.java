package dev.moonpool.actors.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Half of the processors may spin, at least one.
final class SpinnersTest {
  @Test
  void enter_upToHalfOfTheProcessors_letsSpin() {
    Spinners spinners = new Spinners(4);

    assertThat(spinners.enter()).isTrue();
    assertThat(spinners.enter()).isTrue();
    assertThat(spinners.enter()).isFalse();
  }

  @Test
  void enter_whileMoreWait_letsNobodySpin() {
    Spinners spinners = new Spinners(4);
    for (int i = 0; i < 4; i++) {
      spinners.enter();
    }

    spinners.leave();
    assertThat(spinners.enter()).as("the fourth that waits").isFalse();
    for (int i = 0; i < 4; i++) {
      spinners.leave();
    }
    assertThat(spinners.enter()).as("the only one that waits").isTrue();
  }

  @Test
  void enter_onOneProcessor_letsOneSpin() {
    Spinners spinners = new Spinners(1);

    assertThat(spinners.enter()).isTrue();
    assertThat(spinners.enter()).isFalse();
  }
}

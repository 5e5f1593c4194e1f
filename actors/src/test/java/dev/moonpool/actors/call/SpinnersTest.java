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
    spinners.leave();
    assertThat(spinners.enter()).isTrue();
    assertThat(spinners.enter()).isFalse();
  }

  @Test
  void enter_onOneProcessor_letsOneSpin() {
    Spinners spinners = new Spinners(1);

    assertThat(spinners.enter()).isTrue();
    assertThat(spinners.enter()).isFalse();
  }
}

package dev.moonpool.actors.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.DeactivationReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A21")
class ControlTest {
  @Test
  void decisive_severalWishes_isTheFirst() {
    assertThat(decisive(DeactivationReason.EXPLICIT, DeactivationReason.NODE_SHUTDOWN))
        .isEqualTo(DeactivationReason.EXPLICIT);
    assertThat(decisive(DeactivationReason.FENCED)).isEqualTo(DeactivationReason.FENCED);
  }

  @Test
  void decisive_idleAndAnother_isTheOtherWhichNeverComesTooLate() {
    assertThat(decisive(DeactivationReason.IDLE_TIMEOUT, DeactivationReason.NODE_SHUTDOWN))
        .isEqualTo(DeactivationReason.NODE_SHUTDOWN);
    assertThat(
            decisive(
                DeactivationReason.IDLE_TIMEOUT,
                DeactivationReason.EXPLICIT,
                DeactivationReason.IDLE_TIMEOUT,
                DeactivationReason.NODE_SHUTDOWN))
        .isEqualTo(DeactivationReason.EXPLICIT);
    assertThat(decisive(DeactivationReason.EXPLICIT, DeactivationReason.IDLE_TIMEOUT))
        .isEqualTo(DeactivationReason.EXPLICIT);
    assertThat(decisive(DeactivationReason.IDLE_TIMEOUT, DeactivationReason.IDLE_TIMEOUT))
        .isEqualTo(DeactivationReason.IDLE_TIMEOUT);
  }

  @Test
  void depth_wishes_areCounted() {
    Control control = null;
    for (int i = 1; i <= Control.CAPACITY; i++) {
      control = new Control(DeactivationReason.EXPLICIT, null, control);
      assertThat(control.depth).isEqualTo(i);
    }
  }

  private static DeactivationReason decisive(DeactivationReason... asked) {
    Control control = null;
    for (DeactivationReason reason : asked) {
      control = new Control(reason, null, control);
    }
    return control.decisive().reason;
  }
}

package dev.moonpool.actors.activation;

import static dev.moonpool.actors.activation.ActivationState.ACTIVATING;
import static dev.moonpool.actors.activation.ActivationState.CREATING;
import static dev.moonpool.actors.activation.ActivationState.DEACTIVATING;
import static dev.moonpool.actors.activation.ActivationState.INVALID;
import static dev.moonpool.actors.activation.ActivationState.VALID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.DeactivationReason;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A6")
class ActivationStateTest {
  /// The whole table: what a state may become; the other twenty steps are refused.
  private static final List<Step> LEGAL =
      List.of(
          new Step(CREATING, ACTIVATING),
          new Step(ACTIVATING, VALID),
          new Step(ACTIVATING, DEACTIVATING),
          new Step(VALID, DEACTIVATING),
          new Step(DEACTIVATING, INVALID));

  @Test
  void mayBecome_all25Steps_areExactlyThoseOfTheTable() {
    for (ActivationState from : ActivationState.values()) {
      for (ActivationState to : ActivationState.values()) {
        assertThat(from.mayBecome(to))
            .as("%s to %s", from, to)
            .isEqualTo(LEGAL.contains(new Step(from, to)));
      }
    }
    assertThat(ActivationState.values()).hasSize(5);
  }

  @Test
  void reasons_areThoseOfTheRequirement() {
    assertThat(DeactivationReason.values())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder(
            "IDLE_TIMEOUT",
            "EXPLICIT",
            "ACTIVATION_FAILED",
            "LOST_RACE",
            "FENCED",
            "MIGRATED",
            "NODE_SHUTDOWN",
            "UNRECOVERABLE_ERROR");
  }

  private record Step(ActivationState from, ActivationState to) {}
}

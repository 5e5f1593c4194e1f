package dev.moonpool.foundation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S9")
final class InvariantTest {
  @AfterEach
  void forget() {
    Invariant.onViolation(null);
  }

  @Test
  void check_whatHolds_doesNothing() {
    assertThatCode(
            () -> {
              Invariant.check(true, "one is one");
              Invariant.check(
                  true,
                  () -> {
                    throw new IllegalStateException("the message is built only on failure");
                  });
            })
        .doesNotThrowAnyException();
  }

  @Test
  void check_whatDoesNotHold_throwsAnErrorWithTheSentence() {
    assertThatThrownBy(() -> Invariant.check(false, "money is conserved"))
        .isInstanceOf(InvariantViolation.class)
        .isInstanceOf(Error.class)
        .hasMessageContaining("money is conserved");
    assertThatThrownBy(() -> Invariant.check(false, () -> "lazily: " + 3))
        .hasMessageContaining("lazily: 3");
  }

  @Test
  void onViolation_listener_isToldBeforeTheThrow() {
    List<String> told = new ArrayList<>();
    Invariant.onViolation(violation -> told.add(violation.getMessage()));
    assertThatThrownBy(() -> Invariant.check(false, "first")).isInstanceOf(Error.class);
    Invariant.onViolation(null);
    assertThatThrownBy(() -> Invariant.check(false, "second")).isInstanceOf(Error.class);
    assertThat(told).singleElement().asString().contains("first");
  }
}

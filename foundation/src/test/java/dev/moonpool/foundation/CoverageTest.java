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
final class CoverageTest {
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void forget() {
    Coverage.recordTo(null);
  }

  @Test
  void marks_withoutRecorder_doNothing() {
    assertThatCode(
            () -> {
              Coverage.reached("a");
              Coverage.sometimes(true, "b");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void marks_withRecorder_areTold() {
    record();
    Coverage.reached("mailbox.full");
    Coverage.sometimes(false, "race.lost");
    Coverage.sometimes(true, "race.lost");
    assertThat(log).containsExactly("hit mailbox.full", "seen race.lost", "hit race.lost");
  }

  @Test
  void unreachable_reached_isAViolation() {
    assertThatThrownBy(() -> Coverage.unreachable("state.impossible"))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("state.impossible");
  }

  private void record() {
    Coverage.recordTo(
        new Coverage.Recorder() {
          @Override
          public void hit(String mark) {
            log.add("hit " + mark);
          }

          @Override
          public void seen(String mark) {
            log.add("seen " + mark);
          }
        });
  }
}

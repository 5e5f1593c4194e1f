package dev.moonpool.foundation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field-O14")
class DurationTextTest {
  @Test
  void of_belowAMinute_hasThreeDigitsAndTheUnitThatFits() {
    check(Duration.ZERO, "0 s");
    check(Duration.ofNanos(7), "7 ns");
    check(Duration.ofNanos(1_500), "1.5 µs");
    check(Duration.ofMillis(250), "250 ms");
    check(Duration.ofNanos(12_345_678), "12.3 ms");
    check(Duration.ofNanos(1_281_813_607), "1.28 s");
    check(Duration.ofMillis(1_050), "1.05 s");
    check(Duration.ofMillis(1_001), "1 s");
    check(Duration.ofSeconds(30), "30 s");
    check(Duration.ofMillis(59_999), "59.9 s");
  }

  @Test
  void of_aMinuteAndMore_hasTwoUnits() {
    check(Duration.ofMinutes(1), "1 min");
    check(Duration.ofSeconds(125), "2 min 5 s");
    check(Duration.ofMinutes(125), "2 h 5 min");
    check(Duration.ofHours(49), "2 d 1 h");
    check(Duration.ofSeconds(Long.MAX_VALUE), "106751991167300 d 15 h");
  }

  @Test
  void of_negative_hasAMinus() {
    check(Duration.ofMillis(-250), "-250 ms");
    check(Duration.ofSeconds(-125), "-2 min 5 s");
    assertThat(DurationText.ofNanos(-5)).isEqualTo("-5 ns");
    assertThat(DurationText.ofNanos(125_000_000_000L)).isEqualTo("2 min 5 s");
  }

  private static void check(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }
}

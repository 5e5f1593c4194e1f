package dev.moonpool.actors.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("A3")
class CorrelationIdTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "16777215, 1",
    "0, 1099511627775",
    "16777215, 1099511627775",
    "12345, 678901"
  })
  void of_slotAndGeneration_givesBothBack(int slot, long generation) {
    CorrelationId id = CorrelationId.of(slot, generation);

    assertThat(id.slot()).isEqualTo(slot);
    assertThat(id.generation()).isEqualTo(generation);
    assertThat(id.value()).isEqualTo(CorrelationId.encode(slot, generation)).isNotZero();
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "16777216, 1", "0, 0", "0, -1", "0, 1099511627776"})
  void of_outOfRange_isRefusedInsteadOfNamingAnotherCall(int slot, long generation) {
    assertThatThrownBy(() -> CorrelationId.of(slot, generation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(slot))
        .hasMessageContaining(String.valueOf(generation));
  }

  @Test
  void none_oneWay_isZero() {
    assertThat(CorrelationId.NONE.value()).isZero();
    assertThat(CorrelationId.of(0, 1)).isNotEqualTo(CorrelationId.NONE);
  }
}

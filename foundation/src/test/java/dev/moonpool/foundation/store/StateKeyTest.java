package dev.moonpool.foundation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A38")
final class StateKeyTest {
  @Test
  void key_256BytesOfUtf8_isAccepted() {
    assertThat(new StateKey("é".repeat(128)).text()).hasSize(128);
  }

  @Test
  void key_tooLongOrEmpty_isRefusedWithItsSize() {
    assertThatThrownBy(() -> new StateKey(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this has 0");
    assertThatThrownBy(() -> new StateKey("é".repeat(128) + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 256 bytes")
        .hasMessageContaining("this has 257");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D"})
  void key_halfASurrogatePair_isRefused(String text) {
    assertThatThrownBy(() -> new StateKey(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half a surrogate pair");
  }
}

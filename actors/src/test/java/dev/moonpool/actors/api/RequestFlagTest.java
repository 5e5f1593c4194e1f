package dev.moonpool.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.messaging.Direction;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A5")
class RequestFlagTest {
  @Test
  void bit_eachFlag_isTheOneOnTheWire() {
    assertThat(RequestFlag.READ_ONLY.bit()).isEqualTo(1);
    assertThat(RequestFlag.ALWAYS_INTERLEAVE.bit()).isEqualTo(2);
    assertThat(RequestFlag.LOCAL_ONLY.bit()).isEqualTo(4);
    assertThat(RequestFlag.SUPPRESS_KEEP_ALIVE.bit()).isEqualTo(8);
    assertThat(RequestFlag.CONFIRMED_READ.bit()).isEqualTo(16);
    assertThat(RequestFlag.values()).hasSize(5);
  }

  @Test
  void in_everyCombination_tellsEachFlagApart() {
    for (int bits = 0; bits < 32; bits++) {
      int rebuilt = 0;
      for (RequestFlag flag : RequestFlag.values()) {
        rebuilt |= flag.in(bits) ? flag.bit() : 0;
      }
      assertThat(rebuilt).isEqualTo(bits);
    }
  }

  @Test
  void bits_repeatedFlag_countsOnce() {
    assertThat(RequestType.bits(List.of())).isZero();
    assertThat(
            RequestType.bits(
                List.of(RequestFlag.READ_ONLY, RequestFlag.CONFIRMED_READ, RequestFlag.READ_ONLY)))
        .isEqualTo(17);
  }

  @Test
  void direction_eachWay_hasItsCodeOnTheWire() {
    assertThat(Direction.REQUEST.code()).isEqualTo(1);
    assertThat(Direction.RESPONSE.code()).isEqualTo(2);
    assertThat(Direction.ONE_WAY.code()).isEqualTo(3);
  }
}

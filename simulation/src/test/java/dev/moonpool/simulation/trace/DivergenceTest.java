package dev.moonpool.simulation.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S20")
final class DivergenceTest {
  @Test
  void of_differentLine_showsItWithWhatCameBefore() {
    Divergence divergence = Divergence.of(List.of("a", "b", "c"), List.of("a", "b", "x"));
    assertThat(divergence.line()).isEqualTo(3);
    assertThat(divergence.details())
        .isEqualTo("the traces part at line 3:\n  both   a\n  both   b\n  first  c\n  second x");
  }

  @Test
  void of_shorterTrace_saysWhereItEnds() {
    Divergence divergence = Divergence.of(List.of("a"), List.of("a", "b"));
    assertThat(divergence.line()).isEqualTo(2);
    assertThat(divergence.details()).contains("first  (has ended)").contains("second b");
  }

  @Test
  void of_equalTraces_hasNoLine() {
    assertThat(Divergence.of(List.of("a"), List.of("a")).line()).isZero();
  }
}

package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NodeStatsTest {
  @Test
  void line_parsedAgain_isTheSame() {
    NodeStats stats = new NodeStats(1, 22, 333, 4_444, 55_555);

    assertThat(NodeStats.isStats(stats.line())).isTrue();
    assertThat(NodeStats.parse(stats.line())).isEqualTo(stats);
  }

  @Test
  void parse_ofAnythingElse_namesWhatIsMissing() {
    assertThatThrownBy(() -> NodeStats.parse("stats activations=1 activated=2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("local");
    assertThatThrownBy(() -> NodeStats.parse("ready")).hasMessageContaining("'ready'");
  }
}

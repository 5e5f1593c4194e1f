package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SimulatePlantedCommandTest {
  @Test
  void call_withoutTheExamplesTests_saysWhereThePlantsAre() {
    assertThatThrownBy(() -> new SimulatePlantedCommand().call())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("source tree");
  }
}

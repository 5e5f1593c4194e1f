package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulateWebSocketCommandTest {
  @Test
  void simulate_someSeeds_passAndAreReported() {
    Ran ran =
        Ran.command(
            "simulate", "websocket", "--seeds", "3", "--first-seed", "0x1", "--workers", "1");

    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("websocket 2x2 chaos: 3 seeds from 0x1");
  }
}

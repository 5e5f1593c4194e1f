package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimulateActorsCommandTest {
  /// What no other campaign reaches.
  private static final List<String> MARKS =
      List.of(
          "turn.suspended",
          "turn.put-aside",
          "activation.call-cycle",
          "activation.timers-full",
          "activation.fenced-claim",
          "directory.fence-raised-above-floor",
          "call.pending-table-full",
          "state.upgraded",
          "turn.direct",
          "runtime.overloaded",
          "oracles.interleaved");

  @Test
  void simulate_someSeeds_passAndReachWhatNoOtherScenarioDoes() {
    Ran ran =
        Ran.command(
            "simulate",
            "actors",
            "--topology",
            "3x3",
            "--seeds",
            "30",
            "--first-seed",
            "0x1",
            "--workers",
            "1");

    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("actors 3x3 chaos: 30 seeds from 0x1");
    for (String mark : MARKS) {
      assertThat(ran.out()).containsPattern("[1-9][0-9,]*  " + mark);
    }
  }
}

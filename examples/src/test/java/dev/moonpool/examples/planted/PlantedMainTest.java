package dev.moonpool.examples.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlantedMainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seeds",
        "--seeds 0",
        "--seeds x",
        "--seed 12",
        "--first-seed 0xzz",
        "--zzz",
        "--only nosuchfault",
        "--profile rough",
        "--topology 2",
        "--scenario zzz --seed 0x1"
      })
  void run_wrongArguments_isUsage(String line) throws InterruptedException {
    assertThat(PlantedMain.run(line.split(" "))).isEqualTo(2);
  }

  @Test
  @Tag("S15")
  void run_replayOfOneSeed_passes() throws InterruptedException {
    String line = "--scenario catalog --topology 1x1 --profile delays --seed 0x7";
    assertThat(PlantedMain.run(line.split(" "))).isZero();
  }
}

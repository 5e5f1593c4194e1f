package dev.moonpool.simulation.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S9")
final class MarkFinderTest {
  @Test
  void marksUnder_testPackage_findsThoseOfTheScenario() {
    assertThat(MarkFinder.marksUnder(List.of("dev.moonpool.simulation.campaign")))
        .contains("counter.even", "counter.impossible");
  }

  @Test
  void marksUnder_unknownPackage_isEmpty() {
    assertThat(MarkFinder.marksUnder(List.of("no.such"))).isEmpty();
  }
}

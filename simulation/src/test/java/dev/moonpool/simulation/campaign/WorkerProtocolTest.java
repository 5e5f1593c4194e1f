package dev.moonpool.simulation.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S18")
final class WorkerProtocolTest {
  @Test
  void decode_outcomeWithFailure_isTheOneEncoded() {
    SeedOutcome outcome =
        new SeedOutcome(
            0x8000_0000_0000_0001L,
            new Topology(2, 3),
            Optional.of(
                new Failure(
                    Failure.Kind.INVARIANT, "money = constant", "a\tb\\n", "line 1\nline 2\r\n")),
            -1L,
            12_345,
            Duration.ofSeconds(30),
            Duration.ofNanos(5),
            new TreeMap<>(Map.of("a.b=c\td", 3L, "never", 0L)),
            new TreeMap<>(Map.of(FaultFamily.CRASH, 2L)),
            List.of());
    String line = WorkerProtocol.encode(outcome);
    assertThat(line).doesNotContain("\n");
    assertThat(WorkerProtocol.decode(line)).isEqualTo(outcome);
  }

  @Test
  void decode_customProfile_isTheOneEncoded() {
    Profile profile =
        Profile.CHAOS.without(FaultFamily.BIT_FLIP).withChaos(Duration.ofMillis(7)).withDownMax(3);
    assertThat(WorkerProtocol.decodeProfile(WorkerProtocol.encode(profile))).isEqualTo(profile);
    assertThat(WorkerProtocol.decodeProfile(WorkerProtocol.encode(Profile.CALM)))
        .isEqualTo(Profile.CALM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "outcome",
        "outcome\t0x1\t2x2\t1\t1\t1\t1\tfailure=CRASH\tname",
        "outcome\t0x1\t2x2\t1\t1\t1\t1\tmark=x=y",
        "outcome\t1\t2x2\t1\t1\t1\t1"
      })
  void decode_otherText_isRefused(String line) {
    assertThatThrownBy(() -> WorkerProtocol.decode(line))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Outcomes as tests want them.
final class Outcomes {
  private Outcomes() {}

  static SeedOutcome passed(long seed, Map<String, Long> marks) {
    return of(seed, Optional.empty(), marks);
  }

  static SeedOutcome failed(long seed, String invariant) {
    return of(
        seed,
        Optional.of(new Failure(Failure.Kind.INVARIANT, invariant, "it is 3, not 4", "a stack")),
        Map.of());
  }

  private static SeedOutcome of(long seed, Optional<Failure> failure, Map<String, Long> marks) {
    return new SeedOutcome(
        seed,
        new Topology(2, 2),
        failure,
        seed * 31,
        1_000,
        Duration.ofSeconds(10),
        Duration.ofMillis(seed % 7),
        new TreeMap<>(marks),
        new TreeMap<>(Map.of(FaultFamily.CLOG, 2L)),
        List.of());
  }
}

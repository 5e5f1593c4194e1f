package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.scan.CodeScan;
import java.util.Optional;
import java.util.TreeSet;

/// What the code of a scenario calls that no seed decides.
final class ScenarioCode {
  private ScenarioCode() {}

  /// A failure if it calls what it must not.
  static Optional<Failure> failure(Scenario scenario) {
    CodeScan scan = scan(scenario);
    return scan.forbidden().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                Failure.Kind.NONDETERMINISM,
                CodeScan.NAME,
                "%d calls in the code of scenario '%s' ask what no seed decides"
                    .formatted(scan.forbidden().size(), scenario.name()),
                scan.text()
                    + "\nA call that does no harm is allowed by its place or name, in"
                    + " Scenario.allowedCalls()."));
  }

  /// Adds to a failure of two runs that differ which calls may be why.
  static Failure withSuspicion(Failure failure, Scenario scenario) {
    return failure.kind() != Failure.Kind.NONDETERMINISM
        ? failure
        : new Failure(
            failure.kind(),
            failure.name(),
            failure.message(),
            failure.details() + "\n" + scan(scenario).suspicion());
  }

  private static CodeScan scan(Scenario scenario) {
    return CodeScan.of(scenario.getClass(), "prepare", new TreeSet<>(scenario.allowedCalls()));
  }
}

package dev.moonpool.simulation;

import java.util.Objects;

/// Why a seed failed.
///
/// @param kind what sort of failure
/// @param name what names it, equal for every seed that fails for the same reason: the invariant,
///     or the type of the exception, or what was waited for
/// @param message one line
/// @param details as many lines as help: stacks, and what each task waits for
public record Failure(Kind kind, String name, String message, String details) {
  /// Checks that nothing is missing.
  public Failure {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(details, "details");
  }

  /// The sorts of failure, each with its own exit code.
  public enum Kind {
    /// What must always hold did not.
    INVARIANT(10, "INVARIANT VIOLATED"),
    /// A task, a process or a workload threw what nobody caught.
    CRASH(11, "UNCAUGHT EXCEPTION"),
    /// Something never came to its end: a deadlock, no convergence, or a task left over.
    LIVENESS(12, "DEADLOCK OR NO CONVERGENCE"),
    /// A thread from outside touched the simulated world, or a seed had two outcomes.
    NONDETERMINISM(13, "NOT DETERMINISTIC");

    private final int exitCode;
    private final String heading;

    Kind(int exitCode, String heading) {
      this.exitCode = exitCode;
      this.heading = heading;
    }

    /// What a program that found this first exits with.
    public int exitCode() {
      return exitCode;
    }

    /// What a report puts above it.
    public String heading() {
      return heading;
    }
  }

  @Override
  public String toString() {
    return kind.heading() + ": " + name + (message.equals(name) ? "" : " – " + message);
  }
}

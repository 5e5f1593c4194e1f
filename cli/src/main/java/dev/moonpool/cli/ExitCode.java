package dev.moonpool.cli;

/// What the command tells the shell. The numbers are stable: scripts test them.
enum ExitCode {
  /// The job was done and came out well.
  SUCCESS(0),
  /// The job was done and came out badly: money missing, a node died, a planted fault not found.
  FAILURE(1),
  /// The command line was wrong; nothing was started.
  USAGE(2),
  /// Something outside the command is missing or taken: a port, a file, a JDK.
  ENVIRONMENT(3),
  /// A simulation broke an invariant.
  INVARIANT(10),
  /// A simulated process or workload died of an exception.
  CRASH(11),
  /// A simulation did not converge, or all its tasks waited for one another.
  NO_CONVERGENCE(12),
  /// One seed gave two different traces.
  NONDETERMINISM(13);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// The process's exit status.
  int number() {
    return number;
  }
}

package dev.moonpool.simulation;

/// The system under test, as one simulated process runs it.
///
/// A fresh instance is made for each incarnation. A crash abandons everything: its tasks never run
/// again, its timers are dropped, its connections are reset. What must outlive it belongs in an
/// object given to [Simulation#share].
@FunctionalInterface
public interface Process {
  /// Brings the process up and returns when it is up. Runs in a task of the process.
  ///
  /// An exception fails the seed; during the chaos it is taken for a failed start, and the process
  /// is started again after a while.
  void start(ProcessContext context) throws Exception;

  /// The graceful end: returns when the process is down. Runs in a task of the process.
  default void stop() throws Exception {}
}

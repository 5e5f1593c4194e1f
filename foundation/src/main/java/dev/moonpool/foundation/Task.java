package dev.moonpool.foundation;

/// A running virtual thread, as its starter sees it.
public interface Task {
  /// The name given at start.
  String name();

  /// Waits until the task has ended.
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  void join() throws InterruptedException;

  /// Interrupts the task.
  void interrupt();

  /// Whether the task has ended.
  boolean isDone();
}

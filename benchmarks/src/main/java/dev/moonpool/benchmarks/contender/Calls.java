package dev.moonpool.benchmarks.contender;

/// A contender that answers blocking calls: each call adds one cent to an account and returns what
/// it then holds.
///
/// One instance serves all callers of a trial; `target` chooses one of the accounts it was built
/// with, so that every contender spreads the same load in the same way.
public interface Calls extends AutoCloseable {
  /// Deposits one cent into account `target`, waits for the answer and returns the new balance.
  long call(int target);

  /// Stops the contender and frees its threads and sockets.
  @Override
  void close();
}

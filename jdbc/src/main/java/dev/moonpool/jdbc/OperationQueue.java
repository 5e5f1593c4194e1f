package dev.moonpool.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What waits for the writer: bounded by operations and by the bytes that they hold.
///
/// Many tasks offer, the writer takes. The lock is held for a few instructions only.
final class OperationQueue {
  private final int operationsMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition offered = lock.newCondition();
  private final ArrayDeque<Operation<?>> waiting = new ArrayDeque<>(); // guarded by lock
  private long bytes; // of all that wait; guarded by lock
  private boolean closed; // guarded by lock

  OperationQueue(int operationsMax, long bytesMax) {
    this.operationsMax = operationsMax;
    this.bytesMax = bytesMax;
  }

  /// Whether an operation was taken in, and if not, why.
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  Offer offer(Operation<?> operation) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      boolean tooManyBytes = bytes + operation.bytesGiven() > bytesMax && !waiting.isEmpty();
      // What ends has room beyond what begins: a burst of new work must not fail the work that
      // runs.
      long max = operation.stage() == Operation.Stage.BEGINS ? operationsMax : 2L * operationsMax;
      if (waiting.size() >= max || tooManyBytes) {
        return Offer.FULL;
      }
      waiting.add(operation);
      bytes += operation.bytesGiven();
      offered.signal();
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for an operation; null once the queue is closed and empty.
  @Nullable Operation<?> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        offered.awaitUninterruptibly();
      }
      return next();
    } finally {
      lock.unlock();
    }
  }

  /// The next operation, or null if none waits.
  @Nullable Operation<?> poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  /// Everything that waits now.
  List<Operation<?>> drain() {
    lock.lock();
    try {
      List<Operation<?>> drained = new ArrayList<>(waiting);
      waiting.clear();
      bytes = 0;
      return drained;
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing in any more. What waits is still served.
  void close() {
    lock.lock();
    try {
      closed = true;
      offered.signal();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Operation<?> next() {
    Operation<?> operation = waiting.poll();
    if (operation != null) {
      bytes -= operation.bytesGiven();
    }
    return operation;
  }
}

package dev.moonpool.actors.call;

import java.util.concurrent.atomic.AtomicInteger;

/// The platform threads of a node that wait for their answers, and how many of them may spin.
///
/// One that spins keeps a processor from the turns that it waits for. As long as no more wait than
/// half of the processors, that is worth it. Where more wait, answers do not come at once and every
/// processor is needed for them: then nobody who arrives spins.
///
/// Any thread.
final class Spinners {
  private final int countMax;
  private final AtomicInteger waiting = new AtomicInteger();

  /// @param processors how many there are
  Spinners(int processors) {
    countMax = Math.max(1, processors / 2);
  }

  /// Counts a thread that begins to wait; it then has to [#leave].
  ///
  /// @return whether it may spin
  boolean enter() {
    return waiting.incrementAndGet() <= countMax;
  }

  /// Ends the wait.
  void leave() {
    waiting.decrementAndGet();
  }
}

package dev.moonpool.actors.messaging;

import java.util.concurrent.atomic.LongAdder;

/// Counts what goes over a node's connections. From any thread.
final class Counters {
  private final LongAdder framesOut = new LongAdder();
  private final LongAdder framesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder connects = new LongAdder();
  private final LongAdder reconnects = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder repliesDropped = new LongAdder();

  void written(int frames, int bytes) {
    framesOut.add(frames);
    bytesOut.add(bytes);
  }

  void read(int frames, int bytes) {
    framesIn.add(frames);
    bytesIn.add(bytes);
  }

  void connected(boolean again) {
    connects.increment();
    if (again) {
      reconnects.increment();
    }
  }

  void refused() {
    refused.increment();
  }

  void replyDropped() {
    repliesDropped.increment();
  }

  Traffic sum() {
    return new Traffic(
        framesOut.sum(),
        framesIn.sum(),
        bytesOut.sum(),
        bytesIn.sum(),
        connects.sum(),
        reconnects.sum(),
        refused.sum(),
        repliesDropped.sum());
  }
}

package dev.moonpool.websocket.connection;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts what happens on a connection. Counted by the owner, read by anyone.
final class Counters {
  final LongAdder reconnects = new LongAdder();
  final LongAdder unreadable = new LongAdder();
  final LongAdder strayReplies = new LongAdder();
  final LongAdder strayUpdates = new LongAdder();
  final LongAdder messagesIn = new LongAdder();
  final LongAdder messagesOut = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder lagged = new LongAdder();
  final AtomicLong roundTripNanos = new AtomicLong();
}

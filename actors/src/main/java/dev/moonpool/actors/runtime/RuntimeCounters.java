package dev.moonpool.actors.runtime;

import java.util.concurrent.atomic.LongAdder;

/// What the routing of one node has done.
final class RuntimeCounters {
  /// Turns that ran a request of another node; all others ran one that was made on this node.
  final LongAdder inboundTurns = new LongAdder();

  /// Calls and one-way messages made on this node and sent to another.
  final LongAdder remote = new LongAdder();

  /// Requests of other nodes that arrived.
  final LongAdder inbound = new LongAdder();

  /// Requests of other nodes that were sent on because the actor had moved.
  final LongAdder forwarded = new LongAdder();

  /// Messages that an ended activation handed on.
  final LongAdder rerouted = new LongAdder();

  /// Messages that were tried on another node because the first did not take them.
  final LongAdder placedElsewhere = new LongAdder();

  /// One-way messages that were lost after they had been sent.
  final LongAdder lost = new LongAdder();
}

package dev.moonpool.actors.runtime;

/// What one node has done so far; a snapshot, not of one instant.
///
/// @param activations activations now
/// @param activated activations that became valid
/// @param deactivated activations that ended after that
/// @param failedActivations activations that could not become valid
/// @param lostRaces activations that found another one registered
/// @param failedHooks hooks that threw or did not end in time
/// @param waiting messages that wait in mailboxes now
/// @param turns messages that ran
/// @param failedTurns those whose handler threw something other than a refusal
/// @param expiredTurns messages whose time was over before they ran
/// @param localCalls those turns that ran a call or one-way message made on this node
/// @param remoteCalls messages that were sent to another node
/// @param inboundCalls messages that came from other nodes
/// @param forwarded those of them that were sent on because the actor had moved
/// @param rerouted messages that an ended activation handed on
/// @param placedElsewhere messages that were tried on another node
/// @param pendingCalls calls that wait now
/// @param timedOutCalls calls whose time was over
/// @param lateResponses responses that came after that
/// @param lostOneWays one-way messages that were lost after they had been sent
/// @param reconnects connections that had to be made again
public record RuntimeMetrics(
    long activations,
    long activated,
    long deactivated,
    long failedActivations,
    long lostRaces,
    long failedHooks,
    long waiting,
    long turns,
    long failedTurns,
    long expiredTurns,
    long localCalls,
    long remoteCalls,
    long inboundCalls,
    long forwarded,
    long rerouted,
    long placedElsewhere,
    long pendingCalls,
    long timedOutCalls,
    long lateResponses,
    long lostOneWays,
    long reconnects) {

  static RuntimeMetrics of(Node node) {
    var activations = node.activationCounters();
    var routing = node.counters();
    return new RuntimeMetrics(
        node.catalog().count(),
        activations.activated.sum(),
        activations.deactivated.sum(),
        activations.failedActivations.sum(),
        activations.lostRaces.sum(),
        activations.failedHooks.sum(),
        waiting(node),
        activations.turns.sum(),
        activations.failedTurns.sum(),
        activations.expired.sum(),
        Math.max(0, activations.turns.sum() - routing.inboundTurns.sum()),
        routing.remote.sum(),
        routing.inbound.sum(),
        routing.forwarded.sum(),
        routing.rerouted.sum(),
        routing.placedElsewhere.sum(),
        node.pending().size(),
        node.pending().expiredCount(),
        node.pending().lateCount(),
        routing.lost.sum(),
        node.peers().traffic().reconnects());
  }

  private static long waiting(Node node) {
    long[] waiting = {0};
    node.catalog().forEach(activation -> waiting[0] += activation.depth());
    return waiting[0];
  }
}

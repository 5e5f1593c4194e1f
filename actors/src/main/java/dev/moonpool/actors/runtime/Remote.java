package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Carrier;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.PayloadMismatchException;
import dev.moonpool.actors.call.PendingCalls;
import dev.moonpool.actors.directory.LocationCache;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.messaging.Connection;
import dev.moonpool.actors.messaging.Hop;
import dev.moonpool.actors.messaging.Message;
import dev.moonpool.actors.messaging.Outbound;
import dev.moonpool.actors.messaging.Peers;
import dev.moonpool.foundation.Coverage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends messages to other nodes, and elsewhere when a node provably did not take one.
///
/// A message that was handed to a connection is never sent again by itself: only one that was not,
/// or that its node refused before it ran, is tried elsewhere, on three nodes at most.
///
/// Threads: any; hand-over and refusal arrive on event loops. Nothing blocks.
final class Remote {
  /// How many nodes are tried: with more, a caller would wait through a whole cluster's outage.
  static final int ATTEMPTS_MAX = 3;

  private final Peers peers;
  private final PendingCalls pending;
  private final Locator locator;
  private final LocationCache locations;
  private final Reachability reachability;
  private final RuntimeCounters counters;
  private final int payloadBytesMax;

  Remote(
      Peers peers,
      PendingCalls pending,
      Locator locator,
      LocationCache locations,
      Reachability reachability,
      RuntimeCounters counters,
      int payloadBytesMax) {
    this.peers = peers;
    this.pending = pending;
    this.locator = locator;
    this.locations = locations;
    this.reachability = reachability;
    this.counters = counters;
    this.payloadBytesMax = payloadBytesMax;
  }

  /// Sends a message to the activation where its actor was last known.
  void send(Invocation message, ActorAddress address) {
    send(message, address.node().address(), address);
  }

  /// Sends a message to a node that shall activate its actor.
  void place(Invocation message, NodeAddress node) {
    send(message, node, null);
  }

  /// Tries a message elsewhere that provably has not run.
  ///
  /// @param at where it was sent, or null if it was to be placed
  void retry(Invocation message, NodeAddress node, @Nullable ActorAddress at, Failure failure) {
    reachability.failed(node);
    message.attempts++;
    if (message.attempts >= ATTEMPTS_MAX || message.has(RequestFlag.LOCAL_ONLY)) {
      message.fail(failure);
      return;
    }
    counters.placedElsewhere.increment();
    Coverage.reached("runtime.placed-elsewhere");
    if (at == null) {
      locator.locate(message);
    } else {
      locations.invalidate(at);
      locator.locateAfter(message, at);
    }
  }

  private void send(Invocation message, NodeAddress node, @Nullable ActorAddress at) {
    byte[] payload;
    try {
      payload = message.payload();
    } catch (PayloadMismatchException e) {
      message.fail(new Failure.Rejected(new Rejection.BadPayload(String.valueOf(e.getMessage()))));
      return;
    }
    if (payload.length > payloadBytesMax) {
      message.fail(new Failure.Rejected(new Rejection.TooLarge(payload.length, payloadBytesMax)));
      return;
    }
    if (message.wantsAnswer() && message.correlation() == 0 && !pending.add(message)) {
      message.fail(new Failure.NotSent("as many calls wait on this node as may"));
      return;
    }
    counters.remote.increment();
    peers.send(node, new Leg(message, write(message, payload, at), node, at));
  }

  private Message write(Invocation message, byte[] payload, @Nullable ActorAddress at) {
    Message.Draft draft =
        message.wantsAnswer()
            ? Message.request(message.correlation(), message.target(), message.method(), payload)
            : Message.oneWay(message.target(), message.method(), payload);
    CallChain chain = message.chain();
    NodeIdentity run = at == null ? null : at.node();
    return draft
        .sender(chain == null ? null : chain.actor())
        .targetNode(run)
        .activation(at == null ? 0 : at.activation())
        .flags(message.flags())
        .deadlineNanos(message.deadlineNanos())
        .forwards(message.forwards)
        .trace(message.trace())
        .chain(chain == null ? List.of() : hops(chain))
        .build();
  }

  private static List<Hop> hops(CallChain chain) {
    List<Hop> hops = new ArrayList<>(chain.depth());
    for (CallChain link = chain; link != null; link = link.caller()) {
      hops.add(new Hop(link.actor(), link.method()));
    }
    Collections.reverse(hops);
    return hops;
  }

  /// One attempt to send one message to one node.
  private final class Leg implements Outbound {
    private final Invocation invocation;
    private final Message message;
    private final NodeAddress node;
    private final @Nullable ActorAddress at;

    Leg(Invocation invocation, Message message, NodeAddress node, @Nullable ActorAddress at) {
      this.invocation = invocation;
      this.message = message;
      this.node = node;
      this.at = at;
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public boolean handOver(Connection connection) {
      if (!invocation.begin()) {
        return false;
      }
      invocation.handedTo(new Sent(connection, node, at));
      if (!invocation.wantsAnswer()) {
        invocation.answer(Nothing.NOTHING);
      }
      return true;
    }

    @Override
    public void tooLarge(long size, long max) {
      invocation.fail(new Failure.Rejected(new Rejection.TooLarge(size, max)));
    }

    @Override
    public void notSent(String why) {
      if (!invocation.hasEnded()) {
        retry(invocation, node, at, new Failure.NotSent("%s: %s".formatted(invocation, why)));
      }
    }
  }

  /// Where a message was handed to.
  static final class Sent implements Carrier {
    /// An answer that takes longer is of no use: the call is over by then.
    private static final Duration STAGE_TIMEOUT = Duration.ofMillis(50);

    private final Connection connection;
    private final NodeAddress node;
    private final @Nullable ActorAddress at;

    /// What is known of how far it has come; empty until that is asked.
    private volatile String stage = "";

    /// @param connection which connection
    /// @param node which node
    /// @param at which activation, or null if it was to be placed
    Sent(Connection connection, NodeAddress node, @Nullable ActorAddress at) {
      this.connection = connection;
      this.node = node;
      this.at = at;
    }

    Connection connection() {
      return connection;
    }

    NodeAddress node() {
      return node;
    }

    @Nullable ActorAddress at() {
      return at;
    }

    @Override
    public void withdraw(long correlation) {
      connection.cancel(correlation);
    }

    @Override
    public void askStage(long correlation) {
      if (stage.isEmpty()) {
        stage = ", which did not say how far it had come";
        connection
            .stage(correlation, STAGE_TIMEOUT)
            .thenAccept(answer -> stage = ", which said shortly before: " + answer);
      }
    }

    @Override
    public String toString() {
      return node + stage;
    }
  }
}

package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.PendingCalls;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.messaging.CacheUpdate;
import dev.moonpool.actors.messaging.Connection;
import dev.moonpool.actors.messaging.Inbound;
import dev.moonpool.actors.messaging.Message;
import dev.moonpool.actors.messaging.WireOutcome;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.store.Fence;
import java.util.concurrent.CompletableFuture;

/// Takes what arrives from other nodes: requests to their actors, responses to their calls,
/// directory questions to the directory.
///
/// Threads: event loops; nothing blocks.
final class MessageBus implements Inbound {
  /// How often a message may be forwarded.
  static final int FORWARDS_MAX = 2;

  private final Node node;
  private final InboundOrigin origin;
  private final PendingCalls pending;

  MessageBus(Node node, InboundOrigin origin, PendingCalls pending) {
    this.node = node;
    this.origin = origin;
    this.pending = pending;
  }

  @Override
  public void request(Message message, Connection from) {
    node.counters().inbound.increment();
    InboundRequest request = new InboundRequest(origin, message, from);
    origin.begun(request);
    if (node.isStopping()) {
      request.fail(new Failure.Rejected(new Rejection.NotReady("the node is stopping")));
      return;
    }
    Activation here = node.catalog().get(message.target());
    if (here != null) {
      noteIfStale(request, here);
      if (Router.deliver(here, request)) {
        return;
      }
    }
    if (isForHere(message)) {
      node.locator().placeHere(request);
    } else {
      forward(request);
    }
  }

  @Override
  public void response(Message message) {
    Invocation call = pending.find(message.correlation());
    if (call == null) {
      return;
    }
    message.cacheUpdates().forEach(this::apply);
    switch (message.outcome()) {
      case WireOutcome.Answered answered -> call.answerRaw(message.payload());
      case WireOutcome.Refused refused -> call.refuseRaw(refused.refusal(), message.payload());
      case WireOutcome.Failed failed -> call.fail(new Failure.Failed(failed.text(), null));
      case WireOutcome.StateFailed failed ->
          call.fail(new Failure.Failed(failed.text(), failed.toException()));
      case WireOutcome.AnswerTooLarge(long size, long max) ->
          call.fail(new Failure.AnswerTooLarge(size, max));
      case WireOutcome.MaybeExecuted maybe ->
          call.fail(new Failure.MaybeExecuted(maybe.text(), null));
      case WireOutcome.NotSent unsent -> elsewhere(call, new Failure.NotSent(unsent.text()));
      case WireOutcome.Rejected rejected -> rejected(call, rejected.rejection());
    }
  }

  @Override
  public void cancelled(long correlation, Connection from) {
    InboundRequest request = origin.find(from, correlation);
    if (request != null) {
      request.withdraw();
    }
  }

  @Override
  public String stage(long correlation, Connection from) {
    return node.stages().of(origin.find(from, correlation));
  }

  @Override
  public CompletableFuture<byte[]> asked(NodeIdentity from, byte[] body) {
    return node.askDirectory(from, body);
  }

  @Override
  public void connectionLost(Connection connection) {
    pending.failAll(
        call -> call.carrier() instanceof Remote.Sent sent && sent.connection() == connection,
        new Failure.MaybeExecuted(
            "the connection to %s was lost".formatted(connection.remote()), null));
  }

  @Override
  public void nodeSeen(NodeIdentity seen, int load) {
    node.nodeSeen(seen, load);
  }

  @Override
  public int load() {
    return node.catalog().count();
  }

  private static boolean isForHere(Message message) {
    return message.activation() == 0;
  }

  private void noteIfStale(InboundRequest request, Activation here) {
    long meant = request.message().activation();
    if (meant != 0 && meant != here.number()) {
      request.foundStale(believed(request.message()));
    }
  }

  /// Sends on a request for an activation that is not here any more.
  private void forward(InboundRequest request) {
    Message message = request.message();
    if (request.has(RequestFlag.LOCAL_ONLY) || request.forwards >= FORWARDS_MAX) {
      Coverage.reached("runtime.too-many-forwards");
      request.fail(
          new Failure.Rejected(
              new Rejection.TooManyForwards(message.target().toString(), request.forwards)));
      return;
    }
    Coverage.reached("runtime.forwarded");
    node.counters().forwarded.increment();
    ActorAddress wrong = believed(message);
    node.locations().invalidate(wrong);
    request.foundStale(wrong);
    request.forwards++;
    node.locator().locate(request);
  }

  private ActorAddress believed(Message message) {
    return new ActorAddress(message.target(), node.self(), message.activation(), Fence.NONE);
  }

  private void apply(CacheUpdate update) {
    node.locations().invalidate(update.invalid());
    ActorAddress valid = update.valid();
    if (valid != null && !valid.node().address().equals(node.self().address())) {
      node.locations().put(valid);
    }
  }

  private void rejected(Invocation call, Rejection rejection) {
    Failure failure = new Failure.Rejected(rejection);
    switch (rejection) {
      case Rejection.NotReady r -> elsewhere(call, failure);
      case Rejection.UnknownType r -> elsewhere(call, failure);
      case Rejection.TooManyForwards r -> elsewhere(call, failure);
      default -> call.fail(failure);
    }
  }

  /// Tries a call on another node, since it provably did not run on the one that it was sent to.
  private void elsewhere(Invocation call, Failure failure) {
    if (call.carrier() instanceof Remote.Sent sent && call.unbegin()) {
      call.handedTo(null);
      node.remote().retry(call, sent.node(), sent.at(), failure);
    } else {
      call.fail(failure);
    }
  }
}

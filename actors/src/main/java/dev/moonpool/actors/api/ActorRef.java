package dev.moonpool.actors.api;

import dev.moonpool.actors.id.ActorId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A reference to an actor, wherever it lives.
///
/// A value: two references to the same actor are equal, and a request may carry one to another
/// node. Having one costs nothing and activates nothing. Usable from any thread; from inside an
/// actor its calls carry the deadline and the call chain of the request that the actor runs.
///
/// Every failure is an [ActorException] that says what became of the request. There is no order
/// among messages of different senders; those of one sender to one activation arrive in order.
///
/// @param <P> the protocol; a request of another protocol does not compile
public interface ActorRef<P> {
  /// Who is meant.
  ActorId id();

  /// A reference to the same actor whose requests belong to this trace. What an actor sends while
  /// it
  /// runs one of them belongs to it too, on whatever node, unless its reference says otherwise; the
  /// actor finds it in [ActorContext#trace].
  ///
  /// @param context a short text of the tracing system's own, such as a W3C `traceparent`
  /// @throws IllegalArgumentException if it has more than 512 bytes in UTF-8
  ActorRef<P> traced(String context);

  /// Sends a request and waits for its answer, at most for the runtime's call timeout (default 30
  /// s).
  ///
  /// @throws ActorException if there is no answer
  <R> R call(Request<? super P, R> request);

  /// Sends a request and waits for its answer, at most `timeout`.
  ///
  /// @throws ActorException if there is no answer
  <R> R call(Request<? super P, R> request, Duration timeout);

  /// Sends a request; the future completes with its answer or an [ActorException], on a task of its
  /// own or of the actor's node. Cancelling it cancels a request that has not started.
  <R> CompletableFuture<R> callAsync(Request<? super P, R> request);

  /// Sends a request; the future completes within `timeout`. See [#callAsync(Request)].
  <R> CompletableFuture<R> callAsync(Request<? super P, R> request, Duration timeout);

  /// Sends a request and does not wait. What is lost later is only counted.
  ///
  /// @throws NotSentException if this node already knows that it cannot be sent
  /// @throws RejectedException if this node already knows that it is refused
  void send(Request<? super P, ?> request);
}

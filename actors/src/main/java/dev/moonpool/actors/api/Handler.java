package dev.moonpool.actors.api;

/// Runs one kind of request on an actor: an unbound method reference such as
/// `AccountActor::deposit`.
///
/// @param <A> the actor's class
/// @param <Q> the request
/// @param <R> the answer
@FunctionalInterface
public interface Handler<A, Q, R> {
  /// Runs the request, in plain blocking code, on a virtual thread, one at a time for each actor.
  ///
  /// @return the answer, never null
  /// @throws Exception what the caller is told: a [RefusedException] arrives with its record, any
  ///     other as a [FailedException]
  R handle(A actor, Q request) throws Exception;
}

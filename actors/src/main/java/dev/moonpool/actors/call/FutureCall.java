package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.id.ActorId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A call whose caller holds a future.
public final class FutureCall extends Call {
  private final CompletableFuture<Object> future;

  /// A call from outside of actors that nobody has delivered yet.
  public FutureCall(
      ActorId target, ActorType<?> actorType, Object request, long deadlineNanos, Origin origin) {
    this(target, actorType, request, deadlineNanos, origin, null);
  }

  /// A call that nobody has delivered yet.
  ///
  /// @param waits told when somebody waits for its future; null for a call from outside of actors
  public FutureCall(
      ActorId target,
      ActorType<?> actorType,
      Object request,
      long deadlineNanos,
      Origin origin,
      @Nullable Waits waits) {
    super(target, actorType, request, deadlineNanos, true, origin);
    this.future = waits == null ? new CompletableFuture<>() : new CallFuture<>(target, waits);
    future.whenComplete((answer, failure) -> endIfCancelled());
  }

  /// What the caller holds. Cancelling it cancels the call.
  public CompletableFuture<Object> future() {
    return future;
  }

  @Override
  void complete(Object answerOrFailure) {
    if (future.isDone()) {
      return; // cancelled by the caller, who needs to hear no more
    }
    origin.completions().execute(() -> completeFuture(answerOrFailure));
  }

  private void completeFuture(Object answerOrFailure) {
    Object outcome = answerOrFailure instanceof RawAnswer raw ? read(raw) : answerOrFailure;
    if (outcome instanceof Failure failure) {
      future.completeExceptionally(failure.toException());
    } else {
      future.complete(outcome);
    }
  }

  private void endIfCancelled() {
    if (future.isCancelled()) {
      cancel("the caller cancelled it");
    }
  }
}

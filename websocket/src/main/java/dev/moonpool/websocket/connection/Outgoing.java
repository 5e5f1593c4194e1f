package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Invariant;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One request, or one message to which no answer is expected, from its caller's hand to its end.
///
/// It ends exactly once, whoever is first: the reply, the timer, the loss of the connection, the
/// caller who cancels. Ending and sending exclude each other by one compare-and-set, so what has
/// ended is never sent. Its place is given back in the moment it ends.
///
/// `WAITING → SENT → ENDED`, or `WAITING → ENDED`. May be ended from any thread; only the owner
/// sends.
final class Outgoing<M> {
  private enum Stage {
    /// Not handed to a socket.
    WAITING,
    /// Handed to a socket.
    SENT,
    /// Its future is complete, or about to be.
    ENDED
  }

  private final RequestId id;
  private final WsMessage message;
  private final boolean awaitsReply;
  private final Duration timeout;
  private final long deadlineNanos;
  private final Capacity place;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private final CompletableFuture<Optional<M>> ended = new CompletableFuture<>();

  /// Whether it holds a place in the queue of what waits to be written. Confined to the owner.
  private boolean queued;

  /// The message in which its reply came. Written by the owner before it ends, read after.
  private @Nullable WsMessage raw;

  /// @param awaitsReply whether it ends with the reply, and not when it is written
  /// @param nowNanos when it was made
  /// @param place where a place was taken for it, which it gives back
  Outgoing(
      RequestId id,
      WsMessage message,
      boolean awaitsReply,
      Duration timeout,
      long nowNanos,
      Capacity place) {
    this.id = id;
    this.message = message;
    this.awaitsReply = awaitsReply;
    this.timeout = timeout;
    this.deadlineNanos = nowNanos + timeout.toNanos();
    this.place = place;
  }

  RequestId id() {
    return id;
  }

  WsMessage message() {
    return message;
  }

  boolean awaitsReply() {
    return awaitsReply;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /// Completes when it has ended, with the reply if it awaited one.
  CompletableFuture<Optional<M>> ended() {
    return ended;
  }

  boolean hasEnded() {
    return stage.get() == Stage.ENDED;
  }

  boolean isQueued() {
    return queued;
  }

  void queued(boolean now) {
    queued = now;
  }

  /// Says that it is being handed to a socket.
  ///
  /// @return false if it has ended and must not be
  boolean trySend() {
    if (stage.compareAndSet(Stage.WAITING, Stage.SENT)) {
      return true;
    }
    Invariant.check(stage.get() == Stage.ENDED, () -> "request " + id + " is sent once");
    return false;
  }

  /// Says in which message its reply has come, before it ends with it.
  void cameIn(WsMessage message) {
    raw = message;
  }

  /// The message in which its reply came; only after it has ended with one.
  WsMessage raw() {
    return Objects.requireNonNull(raw, "a request that has ended with its reply");
  }

  /// Ends it with this reply.
  boolean replied(M reply) {
    if (stage.getAndSet(Stage.ENDED) == Stage.ENDED) {
      return false;
    }
    place.giveBack();
    ended.complete(Optional.of(reply));
    return true;
  }

  /// Ends it because it was written, if that is its end.
  boolean written() {
    if (awaitsReply || stage.getAndSet(Stage.ENDED) == Stage.ENDED) {
      return false;
    }
    place.giveBack();
    ended.complete(Optional.empty());
    return true;
  }

  /// Ends it with an error, which is told what became of it.
  boolean fail(Function<Outcome, WsException> why) {
    Stage before = stage.getAndSet(Stage.ENDED);
    if (before == Stage.ENDED) {
      return false;
    }
    place.giveBack();
    Outcome outcome = before == Stage.WAITING ? Outcome.NOT_SENT : Outcome.MAYBE_EXECUTED;
    ended.completeExceptionally(why.apply(outcome));
    return true;
  }

  boolean cancel() {
    return fail(outcome -> new WsException.Cancelled(id, outcome));
  }

  boolean expire() {
    return fail(outcome -> new WsException.RequestTimeout(timeout, id, outcome));
  }
}

package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.DirectTurn;
import dev.moonpool.actors.activation.Turn;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.call.BlockingCall;
import dev.moonpool.actors.call.Call;
import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.FutureCall;
import dev.moonpool.actors.call.OneWay;
import dev.moonpool.actors.call.Origin;
import dev.moonpool.actors.call.TimerMessage;
import dev.moonpool.actors.call.Waits;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.ClosedProvidersException;
import dev.moonpool.foundation.Time;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the calls of one node's references: gives each its deadline, its chain and its place among
/// the pending ones, and hands it to the router.
///
/// Threads: the caller's.
final class Caller {
  private static final Waits TURN_WAITS = new TurnWaits();

  private final Time time;
  private final Router router;
  private final Origin origin;
  private final long callTimeoutNanos;

  /// Whether calls from outside are refused.
  private volatile boolean stopping;

  /// Whether the providers are closed; set before [#stopping].
  private volatile boolean worldClosed;

  Caller(Time time, Router router, Origin origin, long callTimeoutNanos) {
    this.time = time;
    this.router = router;
    this.origin = origin;
    this.callTimeoutNanos = callTimeoutNanos;
  }

  long callTimeoutNanos() {
    return callTimeoutNanos;
  }

  /// Refuses calls from outside from now on; hooks and turns that still run may make some.
  void stop() {
    stopping = true;
  }

  /// Refuses all calls from now on: the providers are closed.
  void worldClosed() {
    worldClosed = true;
    stopping = true;
    origin.pending().close(Closed.WORDS);
  }

  Object call(RoutedRef<?> ref, Object request, long timeoutNanos) {
    Turn turn = Turn.current();
    long now = time.nanoTime();
    long deadline = deadline(turn, now, timeoutNanos);
    BlockingCall call = new BlockingCall(ref.id(), ref.type(), request, deadline, origin);
    call.trace(ref.trace(turn));
    refuseIfStopping(turn);
    if (turn == null) {
      Activation seen = router.seenOrMade(ref);
      if (seen == null || !DirectTurn.run(seen, call, now)) {
        deliver(ref, call, seen);
      }
      return call.await(time);
    }
    call.chain(extend(turn));
    turn.awaits(ref.id());
    try {
      return callWithin(turn, ref, call, now);
    } finally {
      turn.awaitsNothing();
    }
  }

  private Object callWithin(Turn turn, RoutedRef<?> ref, BlockingCall call, long now) {
    Activation seen = router.seenOrMade(ref);
    if (seen != null && DirectTurn.run(seen, call, now)) {
      return call.await(time);
    }
    turn.beforeWait();
    try {
      deliver(ref, call, seen);
      return call.await(time);
    } finally {
      turn.afterWait();
    }
  }

  CompletableFuture<Object> callAsync(RoutedRef<?> ref, Object request, long timeoutNanos) {
    Turn turn = Turn.current();
    long deadline = deadline(turn, time.nanoTime(), timeoutNanos);
    refuseIfStopping(turn);
    Waits waits = turn == null ? null : TURN_WAITS;
    FutureCall call = new FutureCall(ref.id(), ref.type(), request, deadline, origin, waits);
    call.trace(ref.trace(turn));
    if (turn != null) {
      call.chain(extend(turn));
    }
    deliver(ref, call, router.seen(ref));
    return call.future();
  }

  void send(RoutedRef<?> ref, Object request) {
    Turn turn = Turn.current();
    OneWay message = new OneWay(ref.id(), ref.type(), request, origin);
    message.trace(ref.trace(turn));
    refuseIfStopping(turn);
    try {
      router.route(message, ref, router.seen(ref));
    } catch (ClosedProvidersException | RejectedExecutionException e) {
      throw Closed.notSent(message, e);
    }
    message.orThrow();
  }

  /// Sends a timer's message straight to its activation, which is on this node; if that has just
  /// ended, so have its timers.
  TimerMessage sendTo(Activation activation, Object request, Consumer<Object> onEnd) {
    TimerMessage message =
        new TimerMessage(activation.id(), activation.type().type(), request, origin, onEnd);
    if (!Router.deliver(activation, message)) {
      message.cancel("its activation has ended");
    }
    return message;
  }

  private void deliver(RoutedRef<?> ref, Call call, @Nullable Activation seen) {
    try {
      if (!origin.pending().add(call)) {
        throw new NotSentException("%s: as many calls wait on this node as may".formatted(call));
      }
      router.route(call, ref, seen);
    } catch (ClosedProvidersException | RejectedExecutionException e) {
      call.fail(Closed.failure(call, e));
    }
  }

  private void refuseIfStopping(@Nullable Turn turn) {
    if (stopping && (turn == null || worldClosed)) {
      throw new NotSentException(worldClosed ? Closed.WORDS : "the node is stopping");
    }
  }

  private static long deadline(@Nullable Turn turn, long now, long timeoutNanos) {
    if (timeoutNanos <= 0) {
      throw new IllegalArgumentException("a call timeout is positive");
    }
    long deadline = now + timeoutNanos;
    if (deadline < now) {
      deadline = Long.MAX_VALUE; // a timeout of centuries means for ever, and not a time long gone
    }
    return turn == null ? deadline : Math.min(deadline, turn.deadlineNanos());
  }

  private static CallChain extend(Turn turn) {
    CallChain chain = turn.chain();
    if (chain.depth() > CallChain.DEPTH_MAX) {
      throw new RejectedException(new Rejection.CallChainTooLong(CallChain.DEPTH_MAX));
    }
    return chain;
  }

  /// Tells a turn that its handler waits for a future. The thread that waits need not be the
  /// turn's.
  private static final class TurnWaits implements Waits {
    @Override
    public boolean begin(ActorId target) {
      Turn turn = Turn.current();
      if (turn == null) {
        return false;
      }
      turn.awaits(target);
      turn.beforeWait();
      return true;
    }

    @Override
    public void end() {
      Turn turn = Objects.requireNonNull(Turn.current(), "a wait ends where it began");
      turn.afterWait();
      turn.awaitsNothing();
    }
  }
}

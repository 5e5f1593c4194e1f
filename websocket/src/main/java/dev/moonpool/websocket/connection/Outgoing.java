package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Invariant;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One request, or one message to which no answer is expected, from its caller's hand to its end.
///
/// It ends exactly once, whoever is first: the reply, the timer, the loss of the connection, the
/// caller who cancels. Ending and sending exclude each other by one compare-and-set, so what has
/// ended is never sent. Its place is given back in the moment it ends.
///
/// `WAITING → SENT → ENDED`, or `WAITING → ENDED`. May be ended from any thread; only the owner
/// sends. At most one watches its end: the thread that waits, or what is to be run.
final class Outgoing<M> {
  private enum Stage {
    /// Not handed to a socket.
    WAITING,
    /// Handed to a socket.
    SENT,
    /// It has a result, or is about to.
    ENDED
  }

  /// The watcher of what has ended.
  private static final Object GONE = new Object();

  /// The name of messages of which nothing is heard again.
  private static final RequestId UNNAMED = new RequestId("unnamed");

  private static final VarHandle STAGE;
  private static final VarHandle WATCHER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STAGE = lookup.findVarHandle(Outgoing.class, "stage", Stage.class);
      WATCHER = lookup.findVarHandle(Outgoing.class, "watcher", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RequestId id;
  private final WsMessage message;
  private final boolean awaitsReply;
  private final Duration timeout;
  private final long deadlineNanos;
  private final Capacity place;
  private volatile Stage stage = Stage.WAITING;

  /// Null; or the thread that waits, or a `Runnable`; or [#GONE] once the result can be read.
  private volatile @Nullable Object watcher;

  // The result: written once by who ends it, before the watcher is gone; read after.
  private @Nullable M reply;
  private @Nullable WsMessage raw;
  private @Nullable WsException failure;

  // Confined to the owner.
  private boolean queued;
  private long order;
  private long sentOn;

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

  /// A message of which nothing is heard again.
  static <M> Outgoing<M> unnamed(
      WsMessage message, Duration timeout, long nowNanos, Capacity place) {
    return new Outgoing<>(UNNAMED, message, false, timeout, nowNanos, place);
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

  // ---- whoever watches its end

  /// Waits on the caller's thread until it has ended.
  void await() throws InterruptedException {
    if (!WATCHER.compareAndSet(this, null, Thread.currentThread())) {
      Invariant.check(watcher == GONE, () -> "one watches request " + id);
      return;
    }
    while (watcher != GONE) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while waiting for the end of request " + id);
      }
      LockSupport.park(this);
    }
  }

  /// Runs `action` when it has ended, on the thread that ends it or on this one: it must only hand
  /// the end on.
  void onEnd(Runnable action) {
    if (!WATCHER.compareAndSet(this, null, action)) {
      Invariant.check(watcher == GONE, () -> "one watches request " + id);
      action.run();
    }
  }

  /// Its reply, once it has ended.
  ///
  /// @throws WsException if it has ended with one
  M reply() {
    succeeded();
    return Objects.requireNonNull(reply, "only what awaited a reply is asked for it");
  }

  /// The message in which its reply came, once it has ended.
  ///
  /// @throws WsException if it has ended with one
  WsMessage raw() {
    succeeded();
    return Objects.requireNonNull(raw, "only what awaited a reply is asked for it");
  }

  /// Does nothing if it has ended well.
  ///
  /// @throws WsException if it has ended with one
  void succeeded() {
    Invariant.check(watcher == GONE, () -> "request " + id + " has ended");
    if (failure != null) {
      throw failure;
    }
  }

  boolean hasEnded() {
    return stage == Stage.ENDED;
  }

  // ---- the owner's notes

  boolean isQueued() {
    return queued;
  }

  void queued(boolean now) {
    queued = now;
  }

  /// The number under which it is watched: of two with one deadline the earlier one ends first.
  long order() {
    return order;
  }

  void order(long number) {
    order = number;
  }

  /// The attempt whose socket it was handed to; 0 before.
  long sentOn() {
    return sentOn;
  }

  void sentOn(long attempt) {
    sentOn = attempt;
  }

  // ---- its way

  /// Says that it is being handed to a socket.
  ///
  /// @return false if it has ended and must not be
  boolean trySend() {
    if (STAGE.compareAndSet(this, Stage.WAITING, Stage.SENT)) {
      return true;
    }
    Invariant.check(stage == Stage.ENDED, () -> "request " + id + " is sent once");
    return false;
  }

  /// Ends it with this reply, and the message in which that came.
  boolean replied(M answer, WsMessage in) {
    if (end() == Stage.ENDED) {
      return false;
    }
    reply = answer;
    raw = in;
    tell();
    return true;
  }

  /// Ends it because it was written, if that is its end.
  boolean written() {
    if (awaitsReply || end() == Stage.ENDED) {
      return false;
    }
    tell();
    return true;
  }

  /// Ends it with an error, which is told what became of it.
  boolean fail(Function<Outcome, WsException> why) {
    Stage before = end();
    if (before == Stage.ENDED) {
      return false;
    }
    failure = why.apply(before == Stage.WAITING ? Outcome.NOT_SENT : Outcome.MAYBE_EXECUTED);
    tell();
    return true;
  }

  boolean cancel() {
    return fail(outcome -> new WsException.Cancelled(id, outcome));
  }

  boolean expire() {
    return fail(outcome -> new WsException.RequestTimeout(timeout, id, outcome));
  }

  /// What becomes of one that was handed to a socket which is gone before it was written.
  static WsException lost(Outcome outcome) {
    return new WsException.ConnectionClosed(
        DisconnectReason.ABNORMAL, "lost before it was written", outcome);
  }

  private Stage end() {
    return (Stage) STAGE.getAndSet(this, Stage.ENDED);
  }

  private void tell() {
    place.giveBack();
    Object watching = WATCHER.getAndSet(this, GONE);
    if (watching instanceof Thread caller) {
      LockSupport.unpark(caller);
    } else if (watching instanceof Runnable action) {
      action.run();
    }
  }
}

package dev.moonpool.actors.activation;

import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.Invariant;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A thread that runs messages of one activation after the other, and what it runs now.
///
/// Bound to the thread as a scoped value for as long as the thread lives, so that a call made by a
/// handler knows who makes it: the chain of actors that wait, and the deadline of the message that
/// runs. Between activations it has none and is no actor's turn.
///
/// A scoped value goes over to the threads that a handler forks. The turn does not: what they do
/// counts as done from outside the actor, since they run beside its turn.
public final class Turn {
  private static final ScopedValue<Turn> CURRENT = ScopedValue.newInstance();
  private static final VarHandle STARTED;
  private static final VarHandle AWAITED;
  private static final long NEVER = Long.MIN_VALUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STARTED = lookup.findVarHandle(Turn.class, "startedNanos", long.class);
      AWAITED = lookup.findVarHandle(Turn.class, "awaited", ActorId.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Whose messages it runs, or null between activations. By this thread only.
  private @Nullable Activation activation;

  /// The thread, for a report of its stack.
  private final Thread thread = Thread.currentThread();

  /// The message that runs, or null between messages and in hooks. By this thread only; for reports
  /// others may see it late.
  private @Nullable Invocation message;

  /// When that message began, on the monotonic clock; 0 between messages. Opaque: the watchdog may
  /// see it late.
  @SuppressWarnings("unused") // by the VarHandle
  private long startedNanos;

  /// Null until it takes messages out of a mailbox: a direct turn never does.
  private @Nullable Batch batch;

  /// Whose answer the handler waits for, or null. Released before the call is delivered, so that
  /// whatever the call causes sees it.
  @SuppressWarnings("unused") // by the VarHandle
  private @Nullable ActorId awaited;

  /// The messages that calls of the handler have caused and that came back to its actor while it
  /// did not wait for those calls; null while there are none.
  private volatile @Nullable Returned returned;

  /// The turn of the hook that it waits for, or has waited for last.
  private volatile @Nullable Turn hook;

  /// How many messages it has run that the node's counter does not know yet.
  private int uncounted;

  /// When the last of those ran that count as activity.
  private long activeNanos = NEVER;

  /// Whether the thread is that of a caller, who waits for nothing but this one message.
  private final boolean direct;

  private final BooleanSupplier idle;

  /// Whether another thread has become the consumer of the mailbox since this one began to wait.
  boolean detached;

  private Turn(@Nullable Activation activation, boolean direct, BooleanSupplier idle) {
    this.activation = activation;
    this.direct = direct;
    this.idle = idle;
  }

  /// The turn that the calling thread runs, or null outside actors.
  public static @Nullable Turn current() {
    if (!CURRENT.isBound()) {
      return null;
    }
    Turn bound = CURRENT.get();
    boolean runsHere = bound.activation != null && bound.thread == Thread.currentThread();
    return runsHere ? bound : null;
  }

  /// The activation whose turn or hook the calling thread runs or was forked from; null outside
  /// actors. A thread that a handler has started by other means is not known.
  public static @Nullable Activation origin() {
    return CURRENT.isBound() ? CURRENT.get().activation : null;
  }

  /// Whether the calling thread runs a turn or a hook of this activation.
  static boolean isOf(Activation activation) {
    Turn running = current();
    return running != null && running.activation == activation;
  }

  /// Lets the calling thread be one that runs turns, for as long as `body` lasts.
  ///
  /// @param idle whether no other activation waits for a thread, if looking again may help at all
  static void bindThread(Runnable body, BooleanSupplier idle) {
    ScopedValue.where(CURRENT, new Turn(null, false, idle)).run(body);
  }

  /// Runs `body` on the calling thread as a part of the activation of this turn, which waits for
  /// it: for hooks, which have tasks of their own that may outlast their turn.
  void runHook(Activation of, Runnable body) {
    Turn own = new Turn(of, false, () -> false);
    hook = own;
    ScopedValue.where(CURRENT, own).run(body);
  }

  /// Runs the activation's messages on the calling thread, one that was bound, until there are
  /// none.
  static void run(Activation activation) {
    Turn turn = CURRENT.get();
    Invariant.check(turn.activation == null, "a thread runs the turns of one activation at a time");
    turn.activation = activation;
    turn.detached = false;
    activation.staysOnThread(turn);
    try {
      TurnLoop.run(turn);
    } finally {
      turn.report();
      turn.activation = null;
      turn.hook = null;
    }
  }

  /// Runs one message of the activation on the calling thread, which is its caller's.
  static void runOnce(Activation activation, Invocation call, long nowNanos) {
    Turn turn = new Turn(activation, true, () -> false);
    activation.staysOnThread(turn);
    ScopedValue.where(CURRENT, turn).run(() -> TurnLoop.runOne(turn, call, nowNanos));
    turn.report();
  }

  /// Whether no other activation waits for a thread, and the thread may spend a moment.
  boolean isAllThatWaits() {
    return idle.getAsBoolean();
  }

  /// Whether its thread is that of the message's caller.
  boolean isDirect() {
    return direct;
  }

  /// Whose messages it runs.
  public Activation activation() {
    return Objects.requireNonNull(activation, "a turn that runs has an activation");
  }

  /// The message that runs, or null between messages and in hooks.
  public @Nullable Invocation message() {
    return message;
  }

  /// Who waits for a call that is made now: this actor and those that wait for it.
  public CallChain chain() {
    Invocation running = message;
    return running == null
        ? CallChain.extend(activation().id(), CallChain.HOOK, null)
        : CallChain.extend(activation().id(), running.method(), running.chain());
  }

  /// The trace that a request which is sent now belongs to; empty for none.
  public String trace() {
    Invocation running = message;
    return running == null ? "" : running.trace();
  }

  /// When a call that is made now is pointless, because its own caller no longer waits.
  public long deadlineNanos() {
    Invocation running = message;
    return running == null ? Long.MAX_VALUE : running.deadlineNanos();
  }

  /// The handler begins to wait for an answer of `target`. What that call, or an earlier one of the
  /// handler, has sent back to this actor would wait for the handler, so it is refused.
  public void awaits(ActorId target) {
    AWAITED.setRelease(this, target);
    Returned back = returned;
    if (back != null) {
      back.refuse(activation(), target);
    }
  }

  /// The handler goes on.
  public void awaitsNothing() {
    AWAITED.setRelease(this, null);
  }

  /// Whether the handler waits for a call that has caused `message`. If it does not now, the
  /// message
  /// is remembered in case it will. From any thread.
  ///
  /// @param chain the message's
  boolean waitsFor(Invocation message, CallChain chain) {
    ActorId self = message.target();
    if (isCausedByAwaited(chain, self)) {
      return true;
    }
    Invocation running = this.message;
    if (running == null) {
      return false; // it has ended by now
    }
    remember(running, message);
    VarHandle.fullFence(); // or both could miss what the other has just written
    return isCausedByAwaited(chain, self);
  }

  /// Whether the handler waits for a call that has caused a message with this chain. From any
  /// thread.
  boolean isCausedByAwaited(CallChain chain, ActorId self) {
    ActorId callee = (ActorId) AWAITED.getAcquire(this);
    return callee != null && chain.says(self, callee, self);
  }

  /// Whether its handler or its hook waits for an answer of an actor that `which` picks. From any
  /// thread.
  boolean awaits(Predicate<ActorId> which) {
    ActorId callee = (ActorId) AWAITED.getAcquire(this);
    Turn running = hook;
    return (callee != null && which.test(callee)) || (running != null && running.awaits(which));
  }

  /// Whether its thread, or that of its hook, is one that `which` picks.
  boolean runsOn(Predicate<Thread> which) {
    Turn running = hook;
    return which.test(thread) || (running != null && running.runsOn(which));
  }

  private synchronized void remember(Invocation running, Invocation message) {
    Returned back = returned;
    if (back == null || !back.isOf(running)) {
      back = new Returned(running);
      returned = back;
    }
    back.add(message);
  }

  /// Tells that the handler is about to wait for a call of its own: others may run meanwhile, if
  /// the type allows it.
  public void beforeWait() {
    InterleavedTurns interleaved = activation().interleaved();
    if (interleaved != null && message != null) {
      interleaved.suspend(this);
    }
  }

  /// Ends what [#beforeWait] began: waits until no other message of the actor runs.
  public void afterWait() {
    InterleavedTurns interleaved = activation().interleaved();
    if (interleaved != null && message != null) {
      interleaved.resume(this);
    }
  }

  void starts(Invocation next, long nowNanos) {
    message = next;
    uncounted++;
    STARTED.setOpaque(this, nowNanos);
  }

  void ends() {
    message = null;
    if (returned != null) {
      returned = null;
    }
    STARTED.setOpaque(this, 0L);
  }

  /// What it has taken out of the mailbox and not yet run.
  Batch batch() {
    Batch mine = batch;
    if (mine == null) {
      mine = new Batch();
      batch = mine;
    }
    return mine;
  }

  /// A message that counts as activity runs now.
  void wasActive(long nowNanos) {
    activeNanos = nowNanos;
  }

  /// Tells the activation and the node's counter what it has run: once a batch and not once a
  /// message, since producers read the memory beside.
  void report() {
    if (uncounted != 0) {
      activation().hasRun = true;
      activation().type().services().counters().turns.add(uncounted);
      uncounted = 0;
    }
    if (activeNanos != NEVER) {
      activation().wasActive(activeNanos);
      activeNanos = NEVER;
    }
  }

  long startedNanos() {
    return (long) STARTED.getOpaque(this);
  }

  /// What it runs and since when, as another thread sees it; null if nothing.
  @Nullable Running running() {
    Invocation seen = message;
    long since = startedNanos();
    return seen == null || since == 0 ? null : new Running(seen, since);
  }

  Thread thread() {
    return thread;
  }

  /// A message that runs.
  ///
  /// @param message which
  /// @param sinceNanos when it began, on the monotonic clock
  public record Running(Invocation message, long sinceNanos) {}
}

package dev.moonpool.actors.activation;

import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Invocation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A thread that runs messages of one activation, one after the other.
///
/// Bound to the thread as a scoped value, so that a call made by a handler knows who makes it: the
/// chain of actors that wait, and the deadline of the message that runs.
public final class Turn implements Runnable {
  private static final ScopedValue<Turn> CURRENT = ScopedValue.newInstance();
  private static final VarHandle STARTED;

  static {
    try {
      STARTED = MethodHandles.lookup().findVarHandle(Turn.class, "startedNanos", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Activation activation;

  /// The thread, for a report of its stack; set when it starts.
  private volatile @Nullable Thread thread;

  /// The message that runs, or null between messages and in hooks. By this thread only.
  private @Nullable Invocation message;

  /// When that message began, on the monotonic clock; 0 between messages. Opaque: the watchdog may see
  /// it late.
  @SuppressWarnings("unused") // by the VarHandle
  private long startedNanos;

  /// How many messages it has run that the node's counter does not know yet.
  private int uncounted;

  /// Whether another thread has become the consumer of the mailbox since this one began to wait.
  boolean detached;

  Turn(Activation activation) {
    this.activation = activation;
  }

  /// The turn that the calling thread runs, or null outside actors.
  public static @Nullable Turn current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /// Runs the activation's messages on the calling thread until there are none.
  void begin() {
    thread = Thread.currentThread();
    ScopedValue.where(CURRENT, this).run(this);
  }

  /// Runs `body` on the calling thread as a part of this turn: for hooks, which have tasks of their
  /// own.
  void runWithin(Runnable body) {
    ScopedValue.where(CURRENT, this).run(body);
  }

  @Override
  public void run() {
    try {
      TurnLoop.run(this);
    } finally {
      count();
    }
  }

  /// Whose messages it runs.
  public Activation activation() {
    return activation;
  }

  /// The message that runs, or null between messages and in hooks.
  public @Nullable Invocation message() {
    return message;
  }

  /// Who waits for a call that is made now: this actor and those that wait for it.
  public CallChain chain() {
    Invocation running = message;
    return running == null
        ? CallChain.extend(activation.id(), "hook", null)
        : CallChain.extend(activation.id(), running.method(), running.chain());
  }

  /// When a call that is made now is pointless, because its own caller no longer waits.
  public long deadlineNanos() {
    Invocation running = message;
    return running == null ? Long.MAX_VALUE : running.deadlineNanos();
  }

  /// Tells that the handler is about to wait for a call of its own: others may run meanwhile, if
  /// the type allows it.
  public void beforeWait() {
    InterleavedTurns interleaved = activation.interleaved();
    if (interleaved != null && message != null) {
      interleaved.suspend(this);
    }
  }

  /// Ends what [#beforeWait] began: waits until no other message of the actor runs.
  public void afterWait() {
    InterleavedTurns interleaved = activation.interleaved();
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
    STARTED.setOpaque(this, 0L);
  }

  /// Adds what it has run to the node's counter: once a batch, not once a message.
  void count() {
    if (uncounted != 0) {
      activation.type().services().counters().turns.add(uncounted);
      uncounted = 0;
    }
  }

  long startedNanos() {
    return (long) STARTED.getOpaque(this);
  }

  @Nullable Thread thread() {
    return thread;
  }
}

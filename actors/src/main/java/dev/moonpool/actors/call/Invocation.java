package dev.moonpool.actors.call;

import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.api.RequestType;
import dev.moonpool.actors.id.ActorId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A request on its way to a turn and back: at once the message, its place in a mailbox, and the
/// slot for its answer, so that a local call is one object.
///
/// It *begins* at most once and *ends* exactly once, whichever of answer, refusal, timeout,
/// cancellation or loss comes first; a request that ended before it began never runs. Both are
/// decided by one compare-and-set on [#progress].
///
/// Threads: made by the caller, linked into a mailbox by whoever delivers it, begun by the turn,
/// ended by anyone.
public abstract class Invocation {
  private static final int WAITING = 0;
  private static final int BEGUN = 1;
  private static final int ENDED = 2;
  private static final VarHandle PROGRESS;

  static {
    try {
      PROGRESS = MethodHandles.lookup().findVarHandle(Invocation.class, "progress", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ActorId target;
  private final int flags;
  private final long deadlineNanos;
  private final boolean wantsAnswer;

  /// Only by the VarHandle; read plainly where a stale value does no harm.
  @SuppressWarnings("unused")
  private volatile int progress;

  /// The next one in the mailbox; owned by whoever holds this invocation at the moment.
  public @Nullable Invocation next;

  /// How many wait in the mailbox up to and including this one; written before it is linked.
  public int depth;

  /// How often it was forwarded between nodes; owned like [#next].
  public int forwards;

  /// How many activations in a row ended without having run anything while it waited there; owned
  /// like [#next]. A byte, because it costs no memory beside the others.
  public byte barrenActivations;

  /// How many nodes were tried; owned like [#next].
  public int attempts;

  /// Its place in the table of pending calls, 0 for none; written once it can be found there.
  private volatile long correlation;

  /// The connection that its frame was handed to, or null if it was handed to none.
  private volatile @Nullable Carrier carrier;

  /// @param target who is asked
  /// @param flags the bits of its [RequestFlag]s
  /// @param deadlineNanos when it is pointless, on this node's monotonic clock; [Long#MAX_VALUE]
  ///     for never
  /// @param wantsAnswer whether somebody waits for an answer
  protected Invocation(ActorId target, int flags, long deadlineNanos, boolean wantsAnswer) {
    this.target = target;
    this.flags = flags;
    this.deadlineNanos = deadlineNanos;
    this.wantsAnswer = wantsAnswer;
  }

  /// Who is asked.
  public final ActorId target() {
    return target;
  }

  /// The bits of its flags, as they go over the wire.
  public final int flags() {
    return flags;
  }

  /// Whether it carries the flag.
  public final boolean has(RequestFlag flag) {
    return flag.in(flags);
  }

  /// When it is pointless, on this node's monotonic clock; [Long#MAX_VALUE] for never.
  public final long deadlineNanos() {
    return deadlineNanos;
  }

  /// The wire name of the request.
  public abstract String method();

  /// The trace that it belongs to, a short text of the tracing system's own; empty for none.
  public String trace() {
    return "";
  }

  /// Who waits for it, or null if nobody inside an actor does.
  public abstract @Nullable CallChain chain();

  /// The request itself, as an object of the class that its method takes.
  ///
  /// @param type the kind of request that the method runs
  /// @throws PayloadMismatchException if it cannot be read as one
  public abstract Object request(RequestType<?, ?> type);

  /// Reads a serialized request. On the turn that runs it: users' constructors run here.
  ///
  /// @throws PayloadMismatchException if the bytes are none, or its constructor refuses them
  protected final Object read(PayloadSerializer serializer, byte[] payload, Class<?> type) {
    try {
      return serializer.deserialize(payload, type);
    } catch (RuntimeException | Error e) {
      throw new PayloadMismatchException(
          "%s takes a %s: %s".formatted(this, type.getSimpleName(), Failure.words(e)), e);
    }
  }

  /// The request as it goes over the wire.
  ///
  /// @throws PayloadMismatchException if it cannot be written
  public abstract byte[] payload();

  /// Whether somebody waits for an answer.
  public final boolean wantsAnswer() {
    return wantsAnswer;
  }

  /// Its kind where it is known as an object of this node; null if it came over the wire.
  public @Nullable RequestType<?, ?> type() {
    return null;
  }

  /// Delivers the answer, if nothing ended it before.
  public abstract void answer(Object answer);

  /// Delivers the answer of another node, if nothing ended it before.
  ///
  /// @param payload the serialized answer
  public abstract void answerRaw(byte[] payload);

  /// Delivers a typed "no" of another node, if nothing ended it before.
  ///
  /// @param name the refusal's wire name
  /// @param payload the serialized record
  public abstract void refuseRaw(String name, byte[] payload);

  /// Ends it without an answer, if nothing ended it before.
  public abstract void fail(Failure failure);

  /// Ends it because nobody wants it any more: as not sent if it has not begun, as maybe executed
  /// if it has.
  ///
  /// @param why for the message
  /// @return false if it had ended before
  public abstract boolean cancel(String why);

  /// Its place in the table of pending calls, 0 for none.
  public final long correlation() {
    return correlation;
  }

  final void correlation(long value) {
    correlation = value;
  }

  /// The connection that its frame was handed to, or null if it was handed to none.
  public final @Nullable Carrier carrier() {
    return carrier;
  }

  /// Notes that its frame is about to be written to this connection: from now on it may run.
  public final void handedTo(@Nullable Carrier to) {
    carrier = to;
  }

  /// Takes it from waiting to running.
  ///
  /// @return false if it has ended, or has begun before
  public final boolean begin() {
    if (!wantsAnswer) {
      // Nobody but the one who holds it can end it: no race to decide.
      boolean waits = (int) PROGRESS.get(this) == WAITING;
      PROGRESS.setOpaque(this, waits ? BEGUN : ENDED);
      return waits;
    }
    return PROGRESS.compareAndSet(this, WAITING, BEGUN);
  }

  /// Takes it back from running to waiting: nothing of it has run, and it is delivered elsewhere.
  public final boolean unbegin() {
    return PROGRESS.compareAndSet(this, BEGUN, WAITING);
  }

  /// Ends it only if it has not begun: then it will never run.
  public final boolean endBeforeBegin() {
    return PROGRESS.compareAndSet(this, WAITING, ENDED);
  }

  /// Whether it runs, or has been handed to a connection, and has not ended.
  public final boolean hasBegun() {
    return (int) PROGRESS.getAcquire(this) == BEGUN;
  }

  /// Whether it has ended.
  public final boolean hasEnded() {
    return (int) PROGRESS.getVolatile(this) == ENDED;
  }

  /// Ends it; true for the one caller that did.
  protected final boolean end() {
    if (!wantsAnswer) {
      boolean open = (int) PROGRESS.get(this) != ENDED;
      PROGRESS.setOpaque(this, ENDED);
      return open;
    }
    return (int) PROGRESS.getAndSet(this, ENDED) != ENDED;
  }

  @Override
  public String toString() {
    return target + "." + method();
  }
}

package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.Time;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A call whose caller waits on its own thread.
///
/// The wait is untimed: the sweeper of [PendingCalls] ends the call when its deadline passes. A
/// virtual thread parks at once. A platform thread spins briefly first, because parking and waking
/// one costs about as much as sixty local calls; unless many do already ([Spinners]).
public final class BlockingCall extends Call {
  /// How long a platform thread spins: about the time of a park and a wake-up, so that spinning
  /// never costs more than twice what parking at once would have.
  private static final long SPIN_NANOS = 30_000;

  private static final int SPINS_PER_CLOCK_READ = 64;
  private static final VarHandle RESULT;
  private static final VarHandle WAITER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RESULT = lookup.findVarHandle(BlockingCall.class, "result", Object.class);
      WAITER = lookup.findVarHandle(BlockingCall.class, "waiter", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by the VarHandle
  private volatile @Nullable Object result;

  @SuppressWarnings("unused") // by the VarHandle
  private volatile @Nullable Thread waiter;

  /// A call that nobody has delivered yet.
  public BlockingCall(
      ActorId target, ActorType<?> actorType, Object request, long deadlineNanos, Origin origin) {
    super(target, actorType, request, deadlineNanos, true, origin);
  }

  /// Waits for the answer.
  ///
  /// An interrupt ends the call; the thread's interrupt status is set again.
  ///
  /// @throws dev.moonpool.actors.api.ActorException if there is no answer
  public Object await(Time time) {
    Object answer = RESULT.getAcquire(this);
    if (answer == null) {
      answer = Thread.currentThread().isVirtual() ? park() : spinOrPark(time);
    }
    if (answer instanceof RawAnswer raw) {
      answer = read(raw);
    }
    if (answer instanceof Failure failure) {
      throw failure.toException();
    }
    return answer;
  }

  @Override
  void complete(Object answerOrFailure) {
    RESULT.setVolatile(this, answerOrFailure);
    Thread parked = (Thread) WAITER.getVolatile(this);
    if (parked != null) {
      LockSupport.unpark(parked);
    }
  }

  private Object spinOrPark(Time time) {
    Spinners spinners = origin.spinners();
    boolean maySpin = spinners.enter();
    try {
      Object answer = maySpin ? spin(time) : null;
      return answer == null ? park() : answer;
    } finally {
      spinners.leave();
    }
  }

  private @Nullable Object spin(Time time) {
    Object answer = null;
    long end = time.nanoTime() + SPIN_NANOS;
    while (answer == null && time.nanoTime() < end) {
      for (int i = 0; answer == null && i < SPINS_PER_CLOCK_READ; i++) {
        Thread.onSpinWait();
        answer = RESULT.getAcquire(this);
      }
    }
    return answer;
  }

  private Object park() {
    WAITER.setVolatile(this, Thread.currentThread());
    boolean interrupted = false;
    Object answer;
    while ((answer = RESULT.getVolatile(this)) == null) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        cancel("the caller was interrupted");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }
}

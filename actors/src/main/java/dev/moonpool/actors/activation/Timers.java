package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.ActorTimer;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.TimerMessage;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The timers of one activation: bounded, and gone with it.
///
/// A timer that is set once is over once its message has run; a periodic one goes on until it is
/// cancelled, and never has more than one message on its way. A message that was refused before it
/// ran, because the mailbox was full or the state could not be read, is sent again a second later,
/// for as long as the activation lives: an actor that works by its timers must not stop because of
/// a moment's trouble. Made for an activation that sets one.
///
/// Threads: any thread sets and cancels, the timer's thread fires, whichever thread ends a message
/// calls back; guarded by its monitor.
final class Timers {
  /// How many an activation may have. An actor that needs more has many things to wait for, and can
  /// look at all of them at one time.
  static final int TIMERS_MAX = 1_024;

  /// A shorter period would keep the actor busy with nothing else.
  static final Duration PERIOD_MIN = Duration.ofMillis(1);

  /// 73 years; the beats of a longer one would overflow the clock.
  private static final long PERIOD_NANOS_MAX = 1L << 61;

  /// The period of a timer that fires once.
  private static final long ONCE = 0;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Activation activation;
  private final Set<Timer> pending = new LinkedHashSet<>();
  private boolean closed;

  Timers(Activation activation) {
    this.activation = activation;
  }

  /// Sends `request` after `delay`.
  ///
  /// @throws RejectedException if there are as many timers as may be
  ActorTimer once(Duration delay, Request<?, ?> request) {
    return set(new Timer(request, ONCE, 0), delay);
  }

  /// Sends `request` after each `period`.
  ///
  /// @throws RejectedException if there are as many timers as may be
  ActorTimer every(Duration period, Request<?, ?> request) {
    if (period.compareTo(PERIOD_MIN) < 0) {
      throw new IllegalArgumentException(
          "the period of a timer is a millisecond at least, this is " + period);
    }
    long nanos = Math.min(PERIOD_NANOS_MAX, TimeUnit.NANOSECONDS.convert(period));
    return set(new Timer(request, nanos, time().nanoTime() + nanos), Duration.ofNanos(nanos));
  }

  private synchronized ActorTimer set(Timer timer, Duration delay) {
    if (closed) {
      return timer;
    }
    if (pending.size() >= TIMERS_MAX) {
      Coverage.reached("activation.timers-full");
      throw new RejectedException(new Rejection.Overloaded(activation.id().toString(), TIMERS_MAX));
    }
    pending.add(timer);
    arm(timer, delay);
    if (activation.state() == ActivationState.INVALID) {
      close(); // it has ended before it could know of these timers
    }
    return timer;
  }

  /// The activation ends: nothing fires any more.
  synchronized void close() {
    closed = true;
    pending.forEach(Timer::disarm);
    pending.clear();
  }

  private void arm(Timer timer, Duration delay) {
    timer.armed = time().schedule(delay, () -> fire(timer));
  }

  private void fire(Timer timer) {
    synchronized (this) {
      if (closed || timer.cancelled) {
        return;
      }
      timer.armed = null;
      if (timer.periodNanos == ONCE) {
        pending.remove(timer);
      }
    }
    TimerMessage sent =
        services()
            .surroundings()
            .sendToSelf(activation, timer.request, outcome -> ended(timer, outcome));
    synchronized (this) {
      timer.message = sent;
      timer.endMessageIfCancelled();
    }
  }

  private synchronized void ended(Timer timer, Object outcome) {
    if (closed || timer.cancelled) {
      return;
    }
    boolean again = mayRunLater(outcome);
    Coverage.sometimes(again, "activation.timer-sent-again");
    if (timer.periodNanos != ONCE) {
      Duration beat = Duration.ofNanos(timer.nextBeat(time().nanoTime()));
      arm(timer, again && RETRY.compareTo(beat) < 0 ? RETRY : beat);
    } else if (again) {
      pending.add(timer);
      arm(timer, RETRY);
    }
  }

  private static boolean mayRunLater(Object outcome) {
    return outcome instanceof Failure.Rejected(Rejection rejection)
        && (rejection instanceof Rejection.Overloaded || rejection instanceof Rejection.NotReady);
  }

  private synchronized void cancel(Timer timer) {
    timer.cancelled = true;
    timer.disarm();
    pending.remove(timer);
    timer.endMessageIfCancelled();
  }

  private Time time() {
    return services().providers().time();
  }

  private ActivationServices services() {
    return activation.type().services();
  }

  /// One timer; guarded by the monitor of all.
  private final class Timer implements ActorTimer {
    final Request<?, ?> request;
    final long periodNanos;

    /// When the beat is due that was armed last; of a periodic timer.
    private long dueNanos;

    boolean cancelled;
    Time.@Nullable Timer armed;

    /// What it has sent last; it may have ended.
    @Nullable TimerMessage message;

    Timer(Request<?, ?> request, long periodNanos, long dueNanos) {
      this.request = request;
      this.periodNanos = periodNanos;
      this.dueNanos = dueNanos;
    }

    @Override
    public void cancel() {
      Timers.this.cancel(this);
    }

    void disarm() {
      if (armed != null) {
        armed.cancel();
        armed = null;
      }
    }

    void endMessageIfCancelled() {
      if (cancelled && message != null) {
        boolean waited = message.endBeforeBegin();
        Coverage.sometimes(waited, "activation.timer-message-cancelled");
      }
    }

    /// How long until the first beat after `nowNanos`; beats that were missed are left out.
    long nextBeat(long nowNanos) {
      long behind = nowNanos - dueNanos;
      dueNanos += behind < 0 ? periodNanos : (behind / periodNanos + 1) * periodNanos;
      return dueNanos - nowNanos;
    }
  }
}

package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The timers of one activation: bounded, and gone with it.
///
/// A timer is over once its message has run. One whose message was refused before it ran, because
/// the mailbox was full or the state could not be read, sends it again a second later, for as long
/// as the activation lives: an actor that works by its timers must not stop because of a moment's
/// trouble. Made for an activation that sets one.
///
/// Threads: turns set, the timer's thread fires, whoever refuses a message calls back; guarded by
/// its monitor.
final class Timers {
  /// How many an activation may have. An actor that needs more has many things to wait for, and can
  /// look at all of them at one time.
  static final int TIMERS_MAX = 1_024;

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
  synchronized void set(Duration delay, Request<?, ?> request) {
    if (closed) {
      return;
    }
    if (pending.size() >= TIMERS_MAX) {
      Coverage.reached("activation.timers-full");
      throw new RejectedException(new Rejection.Overloaded(activation.id().toString(), TIMERS_MAX));
    }
    Timer timer = new Timer(request);
    pending.add(timer);
    arm(timer, delay);
  }

  /// The activation ends: nothing fires any more.
  synchronized void close() {
    closed = true;
    pending.forEach(Timer::cancel);
    pending.clear();
  }

  private void arm(Timer timer, Duration delay) {
    timer.armed = services().providers().time().schedule(delay, () -> fire(timer));
  }

  private void fire(Timer timer) {
    synchronized (this) {
      if (closed || !pending.remove(timer)) {
        return;
      }
      timer.armed = null;
    }
    services()
        .surroundings()
        .sendToSelf(activation, timer.request, failure -> refused(timer, failure));
  }

  private synchronized void refused(Timer timer, Failure failure) {
    boolean mayRunLater =
        failure instanceof Failure.Rejected(Rejection rejection)
            && (rejection instanceof Rejection.Overloaded
                || rejection instanceof Rejection.NotReady);
    if (mayRunLater && !closed) {
      Coverage.reached("activation.timer-sent-again");
      pending.add(timer);
      arm(timer, RETRY);
    }
  }

  private ActivationServices services() {
    return activation.type().services();
  }

  private static final class Timer {
    final Request<?, ?> request;
    Time.@Nullable Timer armed;

    Timer(Request<?, ?> request) {
      this.request = request;
    }

    void cancel() {
      if (armed != null) {
        armed.cancel();
      }
    }
  }
}

package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.PayloadMismatchException;
import dev.moonpool.actors.state.StateCell;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.SimulationTrace;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs one message.
///
/// What the handler returns is the answer unless its state is broken: after a save that was fenced
/// or whose outcome is unknown, the caller is told that failure, whatever the handler made of it.
final class Turns {
  private static final Logger LOG = System.getLogger(Turns.class.getName());

  private Turns() {}

  static void run(Turn turn, Invocation message, long nowNanos) {
    try {
      runOrExpire(turn, message, nowNanos);
    } catch (RuntimeException | Error e) {
      contain(turn, message, e);
      throw e;
    }
  }

  /// Ends the activation of a turn in which not the handler failed but what is around it: a mistake
  /// of the runtime's, an exhausted heap or stack. Else it would keep its mailbox for ever and
  /// never
  /// run anything again.
  private static void contain(Turn turn, Invocation message, Throwable thrown) {
    Activation activation = turn.activation();
    turn.ends();
    String what =
        "%s ends, because its turn could not: %s".formatted(activation.id(), Failure.words(thrown));
    message.fail(
        message.hasBegun()
            ? new Failure.MaybeExecuted(what, thrown)
            : new Failure.Rejected(new Rejection.NotReady(what)));
    if (activation.state() == ActivationState.VALID) {
      endActivation(turn, DeactivationReason.UNRECOVERABLE_ERROR);
    }
  }

  private static void runOrExpire(Turn turn, Invocation message, long nowNanos) {
    Activation activation = turn.activation();
    ActivationServices services = activation.type().services();
    if (message.deadlineNanos() <= nowNanos) {
      services.counters().expired.increment();
      message.fail(new Failure.Rejected(new Rejection.Expired("it waited for " + activation.id())));
      return;
    }
    if (!ready(activation, message) || !message.begin()) {
      return;
    }
    if (!message.has(RequestFlag.SUPPRESS_KEEP_ALIVE)) {
      turn.wasActive(nowNanos);
    }
    StateCell<?> cell = activation.cell();
    int breaksBefore = cell == null ? 0 : cell.breaks();
    turn.starts(message, nowNanos);
    Throwable thrown = handle(activation, message, breaksBefore);
    turn.ends();
    if (!turn.isDirect()) {
      Thread.interrupted(); // a handler's leftover must not disturb the next message
    }
    if (activation.state() != ActivationState.VALID) {
      return; // another turn, which ran while this one waited, has ended the activation
    }
    if (thrown instanceof Error) {
      endActivation(turn, DeactivationReason.UNRECOVERABLE_ERROR);
    } else if (isFenced(activation)) {
      endActivation(turn, DeactivationReason.FENCED);
    }
  }

  /// Ends it here and now, or, because its last hook may wait and a caller shall not, on a runner.
  private static void endActivation(Turn turn, DeactivationReason reason) {
    if (turn.isDirect()) {
      turn.activation().deactivate(reason);
    } else {
      Deactivator.deactivate(turn, reason, null);
    }
  }

  /// Runs the handler and settles the message.
  ///
  /// @return what the handler threw, or null
  private static @Nullable Throwable handle(
      Activation activation, Invocation message, int breaksBefore) {
    HostedMethod method = activation.type().method(message);
    if (method == null) {
      message.fail(new Failure.Rejected(unknown(activation, message)));
      return null;
    }
    try {
      Object request = message.request(method.type());
      FaultPoint.delay("activation.before-handler", time(activation));
      if (SimulationTrace.isRecorded()) {
        SimulationTrace.add(TurnTrace.begins(activation, message, request));
      }
      Object answer = method.handler().handle(actor(activation), request);
      Objects.requireNonNull(answer, "a handler never answers null; use Nothing.NOTHING");
      settle(activation, message, breaksBefore, answer);
      return null;
    } catch (PayloadMismatchException e) {
      message.fail(new Failure.Rejected(new Rejection.BadPayload(String.valueOf(e.getMessage()))));
      return null;
    } catch (RefusedException e) {
      settle(activation, message, breaksBefore, refused(activation, message, e));
      return null;
    } catch (Throwable e) {
      failed(activation, message, e);
      settle(activation, message, breaksBefore, Failure.Failed.of(e));
      return e;
    }
  }

  /// @param breaksBefore how often the state had been broken when the turn began; with interleaving
  ///     another turn may have made it whole again since this one broke it
  private static void settle(
      Activation activation, Invocation message, int breaksBefore, Object outcome) {
    if (SimulationTrace.isRecorded()) {
      SimulationTrace.add(TurnTrace.ends(activation, message, outcome));
    }
    if (message.has(RequestFlag.CONFIRMED_READ)) {
      confirm(activation);
    }
    StateCell<?> cell = activation.cell();
    StateException broken = cell == null ? null : cell.brokenSince(breaksBefore);
    if (broken != null) {
      Coverage.reached("turn.answer-replaced");
      message.fail(new Failure.MaybeExecuted(String.valueOf(broken.getMessage()), broken));
    } else if (outcome instanceof Failure failure) {
      message.fail(failure);
    } else {
      message.answer(outcome);
    }
  }

  /// Makes the state whole again if the last turn left it unknown.
  ///
  /// @return false if the message was refused because that failed
  private static boolean ready(Activation activation, Invocation message) {
    StateCell<?> cell = activation.cell();
    if (cell == null || cell.broken() == null) {
      return true;
    }
    try {
      cell.reclaim();
      return true;
    } catch (RuntimeException e) { // of the store, which may be the user's, or of the state
      message.fail(
          new Failure.Rejected(
              new Rejection.NotReady(
                  "the state of %s cannot be read back: %s"
                      .formatted(activation.id(), Failure.words(e)))));
      if (e instanceof StoreException.Fenced) {
        activation.deactivate(DeactivationReason.FENCED);
      }
      return false;
    }
  }

  /// Asks the store whether this activation is still the writer; marks the state broken if not.
  private static void confirm(Activation activation) {
    StateCell<?> cell = activation.cell();
    if (cell != null) {
      cell.confirm();
    }
  }

  private static boolean isFenced(Activation activation) {
    StateCell<?> cell = activation.cell();
    return cell != null && cell.broken() instanceof StateException.Fenced;
  }

  /// The handler's "no", or its mistake: one that its type does not register would not get over the
  /// wire, so it is none on the own node either.
  private static Failure refused(
      Activation activation, Invocation message, RefusedException thrown) {
    Refusal refusal = thrown.refusal();
    if (activation.type().type().refusalName(refusal.getClass()).isPresent()) {
      return new Failure.Refused(refusal);
    }
    failed(activation, message, thrown);
    return new Failure.Failed(
        "refused with a %s, which %s does not register"
            .formatted(refusal.getClass().getSimpleName(), activation.type().type()),
        thrown);
  }

  private static void failed(Activation activation, Invocation message, Throwable thrown) {
    activation.failedWith(thrown);
    activation.type().services().counters().failedTurns.increment();
    if (thrown instanceof Error) {
      activation
          .type()
          .log()
          .log(
              Level.WARNING,
              "error in %s: %s".formatted(message.method(), thrown.getClass().getName()),
              () -> "%s ended by an error in '%s'".formatted(activation, message.method()),
              thrown);
    } else {
      LOG.log(Level.DEBUG, () -> "%s: '%s' failed".formatted(activation, message.method()), thrown);
    }
  }

  private static Rejection unknown(Activation activation, Invocation message) {
    return new Rejection.UnknownMethod(
        activation.type().type().name(), message.method(), activation.type().methodNames());
  }

  private static Object actor(Activation activation) {
    return Objects.requireNonNull(activation.actor(), "a valid activation has its actor");
  }

  private static Time time(Activation activation) {
    return activation.type().services().providers().time();
  }
}

package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Time;
import org.jspecify.annotations.Nullable;

/// What the consumer of a mailbox does: bring the activation to life if need be, then serve
/// controls and messages until there are none.
///
/// After 64 messages or 1 ms it gives its carrier thread to others and goes on later, so that a
/// busy actor cannot keep its neighbours waiting.
final class TurnLoop {
  /// More would let one actor hold a carrier; fewer would pay the switch too often.
  static final int BATCH_MESSAGES_MAX = 64;

  /// A slow handler ends its batch after this time.
  static final long BATCH_NANOS_MAX = 1_000_000;

  /// How often a consumer without messages looks again: for about a microsecond in all.
  private static final int LINGER_LOOKS = 4;

  private static final int SPINS_PER_LOOK = 8;

  private TurnLoop() {}

  static void run(Turn turn) {
    Activation activation = turn.activation();
    if (activation.state() == ActivationState.CREATING && !Activator.activate(turn)) {
      return;
    }
    InterleavedTurns interleaved = activation.interleaved();
    if (interleaved == null) {
      serve(turn, activation);
    } else {
      interleaved.serve(turn);
    }
  }

  /// Runs one message that is in no mailbox; if the activation ends before that, it stays as it
  /// was.
  static void runOne(Turn turn, Invocation message, long nowNanos) {
    if (turn.activation().state() != ActivationState.CREATING || Activator.activate(turn)) {
      Turns.run(turn, message, nowNanos);
    }
  }

  private static void serve(Turn turn, Activation activation) {
    Mailbox mailbox = activation.mailbox();
    Time time = activation.type().services().providers().time();
    BatchClock clock = new BatchClock(time);
    int served = 0;
    while (true) {
      if (activation.hasControl() && serveControl(turn)) {
        return;
      }
      Invocation message = mailbox.poll(turn.batch());
      if (message == null) {
        if (lingers(turn, mailbox)) {
          continue;
        }
        if (release(turn)) {
          return;
        }
        continue;
      }
      Turns.run(turn, message, clock.begins(message.deadlineNanos()));
      if (activation.state() != ActivationState.VALID) {
        return; // the turn ended the activation: its mailbox is closed
      }
      if (++served >= BATCH_MESSAGES_MAX || clock.batchNanos() > BATCH_NANOS_MAX) {
        turn.report();
        FaultPoint.delay("activation.between-batches", time);
        Thread.yield();
        clock.restart();
        served = 0;
      }
    }
  }

  /// Stays for a moment if nobody else waits for the thread: to be told of the next message costs
  /// both sides more than the message itself.
  ///
  /// @return whether there is more
  private static boolean lingers(Turn turn, Mailbox mailbox) {
    if (turn.activation().type().isDirect()) {
      return false; // its callers want the mailbox themselves
    }
    for (int look = 0; look < LINGER_LOOKS && turn.isAllThatWaits(); look++) {
      // Not at once: each look takes the mailbox's memory from a producer that is about to use it.
      for (int i = 0; i < SPINS_PER_LOOK; i++) {
        Thread.onSpinWait();
      }
      if (mailbox.hasMore()) {
        return true;
      }
    }
    return false;
  }

  /// Serves the wishes that wait.
  ///
  /// @return true if the activation has ended
  static boolean serveControl(Turn turn) {
    Activation activation = turn.activation();
    Control control = activation.takeControl();
    if (control == null || isStale(activation, control.reason)) {
      return false;
    }
    Deactivator.deactivate(turn, control.reason, control.winner);
    return true;
  }

  /// Gives up the consumer's part; false if there is more to do.
  static boolean release(Turn turn) {
    Activation activation = turn.activation();
    if (!releaseMessages(turn)) {
      return false;
    }
    if (activation.isWokenByControl()) {
      activation.staysOnThread(turn);
      return false;
    }
    return true;
  }

  /// Gives up the consumer's part as far as messages go; false if there are more.
  static boolean releaseMessages(Turn turn) {
    Activation activation = turn.activation();
    activation.leavesThread(); // before others may follow, whose turn must not be forgotten
    turn.report();
    if (activation.mailbox().release(activation.batch(turn))) {
      return true;
    }
    activation.staysOnThread(turn);
    return false;
  }

  /// Whether a wish to end for idleness came too late: messages have come since.
  private static boolean isStale(Activation activation, @Nullable DeactivationReason reason) {
    return reason == DeactivationReason.IDLE_TIMEOUT && activation.mailbox().depth() > 0;
  }
}

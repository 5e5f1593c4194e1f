package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.TimerMessage;
import dev.moonpool.actors.directory.DirectoryException;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.store.Fence;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ends an activation: last hook, unregister, out of the catalog, close the mailbox, hand on what
/// waits there. In that order: the hook may still save, and a new activation can only register once
/// this one is unregistered.
final class Deactivator {
  private static final Logger LOG = System.getLogger(Deactivator.class.getName());

  /// How many activations that ran nothing a message may meet in a row. Each is a race that was
  /// lost or a request to end that came in between; more are a mistake that would never end.
  /// An activation that has run a message is not counted: those before this one grow fewer.
  static final int BARREN_MAX = 16;

  private Deactivator() {}

  /// Ends a valid activation.
  ///
  /// @param winner where the actor lives now, or null if nobody knows
  static void deactivate(Turn turn, DeactivationReason reason, @Nullable ActorAddress winner) {
    Activation activation = turn.activation();
    activation.become(ActivationState.DEACTIVATING);
    runHook(turn, reason);
    leave(turn, winner);
    activation.type().services().counters().deactivated.increment();
  }

  /// Ends an activation that never became valid, and hands its messages on.
  static void abandon(Turn turn, DeactivationReason reason, @Nullable ActorAddress winner) {
    LOG.log(Level.DEBUG, () -> "%s ends before it began: %s".formatted(turn.activation(), reason));
    turn.activation().become(ActivationState.DEACTIVATING);
    leave(turn, winner);
  }

  /// Ends an activation that never became valid, and tells everyone who waits.
  static void abandonAndTell(Turn turn, Failure failure) {
    Activation activation = turn.activation();
    activation.become(ActivationState.DEACTIVATING);
    for (Invocation message : end(turn)) {
      message.fail(failure);
    }
  }

  private static void leave(Turn turn, @Nullable ActorAddress winner) {
    Activation activation = turn.activation();
    turn.report();
    List<Invocation> waiting = end(turn);
    Coverage.sometimes(!waiting.isEmpty(), "activation.messages-handed-on");
    int refused = 0;
    for (Invocation message : waiting) {
      if (message instanceof TimerMessage) {
        message.cancel("its activation has ended"); // and its timers with it
      } else if (!activation.hasRun && ++message.barrenActivations >= BARREN_MAX) {
        message.fail(new Failure.Rejected(neverRan(activation)));
        refused++;
      } else {
        activation.type().services().surroundings().reroute(message, winner);
      }
    }
    if (refused > 0) {
      Coverage.reached("activation.barren-too-often");
      int count = refused;
      activation
          .type()
          .log()
          .log(
              Level.WARNING,
              "activations that run nothing",
              () -> "%s; refused: %d".formatted(neverRan(activation).message(), count));
    }
  }

  private static Rejection neverRan(Activation activation) {
    return new Rejection.ActivationFailed(
        activation.id().toString(),
        "%d activations in a row ended before they ran a request; look for what deactivates it"
            .formatted(BARREN_MAX));
  }

  /// Unregisters and closes; gives the messages that wait.
  private static List<Invocation> end(Turn turn) {
    Activation activation = turn.activation();
    activation.closeTimers();
    unregister(activation);
    activation.type().services().surroundings().retired(activation);
    activation.become(ActivationState.INVALID);
    activation.closeTimers(); // a thread of the user's may have set the first one just now
    activation.leavesThread();
    List<Invocation> waiting = activation.mailbox().close(activation.batch(turn));
    InterleavedTurns interleaved = activation.interleaved();
    if (interleaved == null) {
      activation.disembody();
    } else {
      // Turns that still wait may need actor and state: those go with the last reference.
      waiting.addAll(0, interleaved.takeAside());
    }
    return waiting;
  }

  private static void runHook(Turn turn, DeactivationReason reason) {
    Activation activation = turn.activation();
    FaultPoint.delay(
        "activation.before-deactivate", activation.type().services().providers().time());
    try {
      Hooks.run(turn, "on-deactivate", actor -> actor.onDeactivate(reason));
    } catch (Exception e) {
      activation.type().services().counters().failedHooks.increment();
      activation
          .type()
          .log()
          .log(
              Level.WARNING,
              "onDeactivate: " + e.getClass().getName(),
              () -> "onDeactivate of %s failed".formatted(activation.id()),
              e);
    }
  }

  private static void unregister(Activation activation) {
    if (activation.fence().equals(Fence.NONE)) {
      // Never granted as far as is known; a registration with an unknown outcome may still stand.
      Coverage.reached("activation.unregister-unknown");
    }
    try {
      activation.type().services().directory().unregister(activation.address());
    } catch (DirectoryException e) {
      activation
          .type()
          .log()
          .log(
              Level.INFO,
              "unregister: " + e.reason(),
              () ->
                  "%s stays registered until somebody looks: %s"
                      .formatted(activation, e.getMessage()));
    }
  }
}

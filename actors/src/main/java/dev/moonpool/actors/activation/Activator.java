package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.directory.Directory;
import dev.moonpool.actors.directory.DirectoryException;
import dev.moonpool.actors.directory.Registration;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.state.StateBinding;
import dev.moonpool.actors.state.StateCell;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StoreException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// Brings an activation to life: register, claim the state, construct, hook.
///
/// A claim that the store refuses, because a higher fence has been there, registers again with that
/// fence as its floor. Runs on the activation's first turn, so that messages simply wait in the
/// mailbox meanwhile.
final class Activator {
  /// How often a stale entry or a higher fence is met with another registration. Each is rare, so
  /// more than a few in a row is trouble that should be told.
  private static final int REGISTRATIONS_MAX = 5;

  /// How often a claim with an unknown outcome is repeated at once: to claim again does no harm.
  private static final int CLAIMS_MAX = 3;

  private Activator() {}

  /// Takes the activation from creating to valid.
  ///
  /// @return false if it ended instead, with its messages told or handed on
  static boolean activate(Turn turn) {
    Activation activation = turn.activation();
    ActivationServices services = activation.type().services();
    activation.become(ActivationState.ACTIVATING);
    FaultPoint.delay("activation.before-activate", time(activation));
    try {
      ActorAddress winner = registerAndLoad(activation);
      if (winner != null) {
        services.counters().lostRaces.increment();
        Coverage.reached("activation.lost-race");
        Deactivator.abandon(turn, DeactivationReason.LOST_RACE, winner);
        return false;
      }
      construct(activation);
      Hooks.run(turn, "on-activate", ActorLifecycle::onActivate);
      refuseIfResigned(activation);
    } catch (DirectoryException | StoreException.Unavailable | StateException.Unavailable e) {
      // The node is at fault and not the actor: it is told, but not refused for a while.
      fail(turn, new Failure.Rejected(notReady(activation, e)), e);
      return false;
    } catch (Throwable e) {
      Failure failure = new Failure.Rejected(failed(activation, e));
      services.surroundings().refuse(activation.id(), failure);
      fail(turn, failure, e);
      return false;
    }
    FaultPoint.delay("activation.after-activate", time(activation));
    activation.become(ActivationState.VALID);
    services.counters().activated.increment();
    return true;
  }

  /// Registers and, if the type has a state, claims it.
  ///
  /// @return the activation that was registered before, or null if this one is
  private static @Nullable ActorAddress registerAndLoad(Activation activation) {
    Fence floor = Fence.NONE;
    for (int attempt = 1; attempt <= REGISTRATIONS_MAX; attempt++) {
      ActorAddress winner = register(activation, floor);
      StateBinding<?> binding = activation.type().binding();
      if (winner != null || binding == null) {
        return winner;
      }
      try {
        activation.cell(load(binding, activation));
        return null;
      } catch (StoreException.Fenced e) {
        Coverage.reached("activation.fenced-claim");
        floor = e.stored();
      }
    }
    throw new IllegalStateException(
        "%s was fenced off %d times while it claimed its state"
            .formatted(activation.id(), REGISTRATIONS_MAX));
  }

  private static @Nullable ActorAddress register(Activation activation, Fence floor) {
    Directory directory = activation.type().services().directory();
    for (int attempt = 1; attempt <= REGISTRATIONS_MAX; attempt++) {
      FaultPoint.delay("directory.before-register", time(activation));
      Registration answer = directory.register(activation.address(), floor);
      FaultPoint.delay("directory.after-register", time(activation));
      switch (answer) {
        case Registration.Placed placed -> {
          activation.granted(placed.address());
          return null;
        }
        case Registration.AlreadyHere here -> {
          if (here.address().sameActivation(activation.address())) {
            activation.granted(here.address());
            return null;
          }
          // A former activation of this node, which is gone: the catalog holds only one at a time.
          Coverage.reached("activation.stale-entry-here");
          directory.unregister(here.address());
        }
        case Registration.Race race -> {
          return race.winner();
        }
      }
    }
    throw new IllegalStateException(
        "an earlier activation of %s stays registered".formatted(activation.id()));
  }

  private static StateCell<?> load(StateBinding<?> binding, Activation activation) {
    for (int attempt = 1; ; attempt++) {
      try {
        return StateCell.load(binding, activation);
      } catch (StoreException.Indeterminate e) {
        if (attempt == CLAIMS_MAX) {
          throw new StoreException.Unavailable(
              "the claim of %s has no known outcome after %d attempts"
                  .formatted(activation.id(), CLAIMS_MAX),
              e);
        }
      }
    }
  }

  private static void construct(Activation activation) {
    activation.embody(
        activation
            .type()
            .definition()
            .construct(new ActivationContext(activation), activation.cell()));
  }

  private static void refuseIfResigned(Activation activation) {
    if (activation.hasResigned()) {
      Coverage.reached("activation.resigned-early");
      throw new IllegalStateException(
          "its constructor or onActivate asked for deactivation; to have no activation, throw there"
              + " and say why");
    }
  }

  private static void fail(Turn turn, Failure failure, Throwable cause) {
    Activation activation = turn.activation();
    activation.type().services().counters().failedActivations.increment();
    activation
        .type()
        .log()
        .log(
            Level.WARNING,
            "activate: " + kindOf(cause),
            () -> "could not activate " + activation,
            cause);
    Deactivator.abandonAndTell(turn, failure);
  }

  /// What is the same for all actors that meet one cause: the classes of its exceptions.
  private static String kindOf(Throwable cause) {
    Throwable root = cause;
    for (int depth = 0; depth < 5 && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    return cause.getClass().getName() + " of " + root.getClass().getName();
  }

  private static Rejection failed(Activation activation, Throwable cause) {
    return new Rejection.ActivationFailed(
        activation.id().toString(), Failure.Failed.of(cause).message());
  }

  private static Rejection notReady(Activation activation, Throwable cause) {
    return new Rejection.NotReady(
        "%s could not be activated: %s".formatted(activation.id(), cause.getMessage()));
  }

  private static Time time(Activation activation) {
    return activation.type().services().providers().time();
  }
}

package dev.moonpool.actors.activation;

import dev.moonpool.actors.call.Invocation;
import dev.moonpool.foundation.Coverage;

/// Runs one call on its caller's own thread, where the type allows it and the actor is idle.
///
/// The caller becomes the mailbox's consumer for this one message, as a runner would: so whatever
/// comes meanwhile waits in the mailbox, and is left to a runner afterwards. The message itself is
/// in no mailbox and in no table of pending calls: when this returns it has ended.
///
/// Threads: the caller's, who may block.
public final class DirectTurn {
  private DirectTurn() {}

  /// Runs the call if nothing else runs or waits there.
  ///
  /// @return false if it is to be delivered as any other message; then nothing has happened
  public static boolean run(Activation activation, Invocation call, long nowNanos) {
    if (!activation.type().isDirect() || !activation.mailbox().wake()) {
      return false;
    }
    if (!mayRun(activation)) {
      pass(activation);
      return false;
    }
    Coverage.reached("turn.direct");
    try {
      Turn.runOnce(activation, call, nowNanos);
    } finally { // also if the caller's stack ends here, of which the others must not notice
      if (activation.state() == ActivationState.VALID) {
        pass(activation);
      }
    }
    return call.hasEnded();
  }

  /// Whether the consumer may run a call here: not before a wish to end the activation, not where
  /// it must ask other nodes before it begins, and not always, because a caller that never waits
  /// would keep its carrier from the others.
  private static boolean mayRun(Activation activation) {
    boolean isNew = activation.state() == ActivationState.CREATING;
    if (isNew
        && (activation.type().services().surroundings().isClustered()
            || Thread.currentThread().isInterrupted())) {
      return false; // an interrupt is the caller's own and no reason for an actor to fail
    }
    return (isNew || activation.state() == ActivationState.VALID)
        && !activation.hasControl()
        && activation.countDirectTurn() % TurnLoop.BATCH_MESSAGES_MAX != 0;
  }

  /// Ends the consumer's part, or lets a runner take it over if there is something to do.
  private static void pass(Activation activation) {
    activation.leavesThread();
    if (!activation.mailbox().release() || activation.isWokenByControl()) {
      activation.start();
    }
  }
}

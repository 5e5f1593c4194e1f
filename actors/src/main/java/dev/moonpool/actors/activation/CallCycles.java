package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.id.ActorId;

/// Finds messages for which an actor would wait while they wait for the actor.
///
/// Threads: the thread that delivers the message.
final class CallCycles {
  private CallCycles() {}

  /// Whether this actor waits for the message and the message would have to wait for the actor.
  ///
  /// @param chain the message's
  static boolean isClosedBy(Activation activation, Invocation message, CallChain chain) {
    ActorId self = activation.id();
    if (!chain.contains(self) || activation.mayInterleave(message)) {
      return false;
    }
    if (message.has(RequestFlag.READ_ONLY)
        && chain.everyMethodOf(self, method -> isReadOnly(activation, method))) {
      return false;
    }
    if (activation.state() != ActivationState.VALID) {
      return chain.hasHookOf(self);
    }
    InterleavedTurns interleaved = activation.interleaved();
    if (interleaved != null && interleaved.waitsFor(chain)) {
      return true;
    }
    Turn running = activation.handling();
    return running != null && running.waitsFor(message, chain);
  }

  private static boolean isReadOnly(Activation activation, String method) {
    HostedMethod hosted = activation.type().method(method);
    return hosted != null && hosted.type().has(RequestFlag.READ_ONLY);
  }
}

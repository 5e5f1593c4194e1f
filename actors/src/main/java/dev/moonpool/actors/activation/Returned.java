package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.Coverage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The messages that came back to an actor, caused by calls of the message that it runs, while that
/// one did not wait for those calls. They wait in the mailbox; if the handler does begin to wait,
/// each would wait for the other, and they are refused.
///
/// Threads: whoever delivers a message adds it, the turn refuses; guarded by its monitor.
final class Returned {
  /// More are not remembered: a cycle through one of those is found by its deadline.
  private static final int MESSAGES_MAX = 128;

  private final Invocation running;
  private final List<Invocation> messages = new ArrayList<>();

  /// @param running the message that runs
  Returned(Invocation running) {
    this.running = running;
  }

  boolean isOf(Invocation message) {
    return running == message;
  }

  synchronized void add(Invocation message) {
    if (messages.size() < MESSAGES_MAX) {
      messages.add(message);
    }
  }

  /// The handler begins to wait for `callee`.
  void refuse(Activation activation, ActorId callee) {
    for (Invocation message : take(activation.id(), callee)) {
      CallChain chain = message.chain();
      if (chain != null) {
        Coverage.reached("activation.call-cycle-closed-by-waiting");
        message.fail(
            new Failure.Rejected(
                new Rejection.CallCycle(chain.cycle(activation.id(), message.method()))));
      }
    }
  }

  private synchronized List<Invocation> take(ActorId self, ActorId callee) {
    List<Invocation> taken = new ArrayList<>();
    for (Iterator<Invocation> all = messages.iterator(); all.hasNext(); ) {
      Invocation message = all.next();
      CallChain chain = message.chain();
      if (chain != null && chain.says(self, callee, self)) {
        all.remove();
        taken.add(message);
      }
    }
    return taken;
  }
}

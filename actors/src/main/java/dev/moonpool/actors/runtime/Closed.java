package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.ClosedProvidersException;

/// What a node says whose providers were closed before it: nothing can be sent or waited for with
/// them.
final class Closed {
  static final String WORDS =
      "the providers of this node were closed before it: close the runtime first";

  private Closed() {}

  /// For the caller that closes the node.
  static ClosedProvidersException before(NodeIdentity node, RuntimeException cause) {
    ClosedProvidersException told =
        new ClosedProvidersException(
            "%s has stopped, but %s. Hooks may not have run to their end".formatted(node, WORDS));
    told.initCause(cause);
    return told;
  }

  /// To the sender of a message that could not be delivered.
  static NotSentException notSent(Object message, RuntimeException cause) {
    return new NotSentException("%s: %s".formatted(message, WORDS), cause);
  }

  /// To the caller of a call that could not be delivered, or not to its end.
  static Failure failure(Invocation call, RuntimeException cause) {
    String what = "%s: %s".formatted(call, WORDS);
    return call.hasBegun() ? new Failure.MaybeExecuted(what, cause) : new Failure.NotSent(what);
  }
}

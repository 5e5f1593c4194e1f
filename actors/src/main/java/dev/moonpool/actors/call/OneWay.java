package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.id.ActorId;
import org.jspecify.annotations.Nullable;

/// A message whose sender waits for nothing.
///
/// What the sender's own thread finds out while it delivers the message is thrown there
/// ([#orThrow]); what goes wrong later, or on another thread, is counted.
public final class OneWay extends Call {
  /// The thread that delivers it: the only one that touches the two fields that follow, so that
  /// they need no fence, and no failure falls between being thrown and being counted.
  private final Thread sender = Thread.currentThread();

  private boolean sent;
  private @Nullable Failure early;

  /// A message that nobody has delivered yet. By the thread that will deliver it.
  public OneWay(ActorId target, ActorType<?> actorType, Object request, Origin origin) {
    super(target, actorType, request, Long.MAX_VALUE, false, origin);
  }

  /// Ends the sender's part: from now on a failure is only counted.
  ///
  /// @throws dev.moonpool.actors.api.ActorException if it has failed already
  public void orThrow() {
    sent = true;
    Failure known = early;
    if (known != null) {
      throw known.toException();
    }
  }

  @Override
  void complete(Object answerOrFailure) {
    if (!(answerOrFailure instanceof Failure failure)) {
      return;
    }
    if (Thread.currentThread() == sender && !sent) {
      early = failure;
    } else {
      origin.lost().increment();
    }
  }
}

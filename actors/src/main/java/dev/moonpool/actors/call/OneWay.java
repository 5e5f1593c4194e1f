package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.id.ActorId;
import org.jspecify.annotations.Nullable;

/// A message whose sender waits for nothing.
///
/// What is known while the sender still delivers it is thrown there ([#orThrow]); what goes wrong
/// later is counted.
public final class OneWay extends Call {
  private volatile boolean sent;
  private volatile @Nullable Failure early;

  /// A message that nobody has delivered yet.
  public OneWay(ActorId target, ActorType<?> actorType, Object request, Origin origin) {
    super(target, actorType, request, Long.MAX_VALUE, origin);
  }

  @Override
  public boolean wantsAnswer() {
    return false;
  }

  /// Ends the sender's part: from now on a failure is only counted.
  ///
  /// @throws dev.moonpool.actors.api.ActorException if it has failed already
  public void orThrow() {
    Failure known = early;
    if (known != null) {
      throw known.toException();
    }
    sent = true;
  }

  @Override
  void complete(Object answerOrFailure) {
    if (answerOrFailure instanceof Failure failure) {
      if (sent) {
        origin.lost().increment();
      } else {
        early = failure;
      }
    }
  }
}

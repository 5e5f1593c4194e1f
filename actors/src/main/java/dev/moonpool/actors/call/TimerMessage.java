package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.id.ActorId;
import java.util.function.Consumer;

/// A message that an actor's own timer sends it. Its timer is told how it ended, and may end it
/// before it begins.
public final class TimerMessage extends Call {
  private final Consumer<Object> onEnd;

  /// A message that is not delivered yet.
  ///
  /// @param onEnd told once, with the answer or the [Failure]; must not block
  public TimerMessage(
      ActorId target,
      ActorType<?> actorType,
      Object request,
      Origin origin,
      Consumer<Object> onEnd) {
    super(target, actorType, request, Long.MAX_VALUE, true, origin);
    this.onEnd = onEnd;
  }

  @Override
  void complete(Object answerOrFailure) {
    onEnd.accept(answerOrFailure);
  }
}

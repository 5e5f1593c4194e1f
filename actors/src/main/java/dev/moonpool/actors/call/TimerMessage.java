package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.id.ActorId;
import java.util.function.Consumer;

/// A message that an actor's own timer sends it: one-way, and told if it could not run.
public final class TimerMessage extends Call {
  private final Consumer<Failure> onFailure;

  /// A message that nobody has delivered yet.
  ///
  /// @param onFailure told once if it does not run, or its handler does not succeed; must not block
  public TimerMessage(
      ActorId target,
      ActorType<?> actorType,
      Object request,
      Origin origin,
      Consumer<Failure> onFailure) {
    super(target, actorType, request, Long.MAX_VALUE, false, origin);
    this.onFailure = onFailure;
  }

  @Override
  void complete(Object answerOrFailure) {
    if (answerOrFailure instanceof Failure failure) {
      onFailure.accept(failure);
    }
  }
}

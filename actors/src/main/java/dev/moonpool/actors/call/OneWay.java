package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.id.ActorId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A message whose sender waits for nothing.
///
/// What is known while the sender still delivers it is thrown there ([#orThrow]); what goes wrong
/// later is counted.
public final class OneWay extends Call {
  private static final VarHandle SENT;

  static {
    try {
      SENT = MethodHandles.lookup().findVarHandle(OneWay.class, "sent", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Whether the sender has gone on. Opaque: a failure at that very moment may be told or counted.
  private boolean sent;

  /// What the sender is told; written and read on its own thread.
  private @Nullable Failure early;

  /// A message that nobody has delivered yet.
  public OneWay(ActorId target, ActorType<?> actorType, Object request, Origin origin) {
    super(target, actorType, request, Long.MAX_VALUE, false, origin);
  }

  /// Ends the sender's part: from now on a failure is only counted.
  ///
  /// @throws dev.moonpool.actors.api.ActorException if it has failed already
  public void orThrow() {
    Failure known = early;
    if (known != null) {
      throw known.toException();
    }
    SENT.setOpaque(this, true);
  }

  @Override
  void complete(Object answerOrFailure) {
    if (answerOrFailure instanceof Failure failure) {
      if ((boolean) SENT.getOpaque(this)) {
        origin.lost().increment();
      } else {
        early = failure;
      }
    }
  }
}

package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.RequestType;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.SimulationTrace;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// A request made on this node, with the caller's own object in it.
///
/// While it waits for an answer it stands in the table of [PendingCalls]; whoever ends it takes it
/// out, so that nothing is left behind.
public abstract sealed class Call extends Invocation
    permits BlockingCall, FutureCall, OneWay, TimerMessage {
  final Origin origin;
  private final ActorType<?> actorType;
  private final RequestType<?, ?> type;
  private final Object request;
  private @Nullable CallChain chain;
  private String trace = "";

  Call(
      ActorId target,
      ActorType<?> actorType,
      Object request,
      long deadlineNanos,
      boolean wantsAnswer,
      Origin origin) {
    this(
        target,
        actorType.requestOf(request),
        deadlineNanos,
        wantsAnswer,
        origin,
        actorType,
        request);
  }

  private Call(
      ActorId target,
      RequestType<?, ?> type,
      long deadlineNanos,
      boolean wantsAnswer,
      Origin origin,
      ActorType<?> actorType,
      Object request) {
    super(target, type.flagBits(), deadlineNanos, wantsAnswer);
    this.origin = origin;
    this.actorType = actorType;
    this.type = type;
    this.request = request;
  }

  /// Says who waits for it; before it is delivered.
  public final void chain(@Nullable CallChain waiting) {
    chain = waiting;
  }

  /// Says what trace it belongs to; before it is delivered.
  public final void trace(String context) {
    trace = context;
  }

  @Override
  public final String trace() {
    return trace;
  }

  @Override
  public final RequestType<?, ?> type() {
    return type;
  }

  @Override
  public final String method() {
    return type.name();
  }

  @Override
  public final @Nullable CallChain chain() {
    return chain;
  }

  @Override
  public final Object request(RequestType<?, ?> wanted) {
    if (origin.serializesLocally()) {
      byte[] payload = payload();
      if (payload.length > origin.payloadBytesMax()) {
        Rejection tooLarge = new Rejection.TooLarge(payload.length, origin.payloadBytesMax());
        fail(new Failure.Rejected(tooLarge)); // the turn's own failure then comes too late
        throw new PayloadMismatchException(tooLarge.message(), null);
      }
      return read(origin.serializer(), payload, wanted.request());
    }
    if (!wanted.request().isInstance(request)) {
      throw new PayloadMismatchException(
          "%s takes a %s, this is a %s"
              .formatted(
                  this, wanted.request().getSimpleName(), request.getClass().getSimpleName()),
          null);
    }
    return request;
  }

  @Override
  public final byte[] payload() {
    try {
      return origin.serializer().serialize(request, type.request());
    } catch (RuntimeException | Error e) { // of the serializer, or of the request's own accessors
      throw new PayloadMismatchException(
          "%s cannot be written: %s".formatted(this, Failure.words(e)), e);
    }
  }

  @Override
  public final void answer(Object answer) {
    if (origin.serializesLocally() && wantsAnswer()) {
      serialized(null, answer, type.answer());
    } else {
      settle(answer);
    }
  }

  /// Ends it as an answer or refusal of another node would: with the bytes, or with the failure to
  /// write them.
  private void serialized(@Nullable String refusal, Object value, Type declared) {
    byte[] payload;
    try {
      payload = origin.serializer().serialize(value, declared);
    } catch (RuntimeException | Error e) { // of the serializer, or of the value's own accessors
      settle(Failure.Failed.unwritable(refusal == null ? "answer" : "refusal", e));
      return;
    }
    settle(
        payload.length > origin.payloadBytesMax()
            ? new Failure.AnswerTooLarge(payload.length, origin.payloadBytesMax())
            : new RawAnswer(refusal, payload));
  }

  @Override
  public final void answerRaw(byte[] payload) {
    settle(new RawAnswer(null, payload));
  }

  @Override
  public final void refuseRaw(String name, byte[] payload) {
    settle(new RawAnswer(name, payload));
  }

  private void settle(Object answerOrFailure) {
    if (end()) {
      leavePending();
      complete(answerOrFailure instanceof Failure failure ? told(failure) : answerOrFailure);
    }
  }

  /// The failure, which a simulated world's trace tells as well.
  private Failure told(Failure failure) {
    if (SimulationTrace.isRecorded()) {
      SimulationTrace.add("%s ends: %s".formatted(this, failure));
    }
    return failure;
  }

  /// Reads what came over the wire. For the task that wants it: this runs users' code, which has no
  /// place on the event loop that brought it.
  ///
  /// @return the answer or a [Failure]
  final Object read(RawAnswer raw) {
    String refusal = raw.refusal();
    if (refusal != null) {
      return readRefusal(refusal, raw.payload());
    }
    try {
      return origin.serializer().deserialize(raw.payload(), type.answer());
    } catch (RuntimeException | Error e) {
      return new Failure.MaybeExecuted("the answer to %s cannot be read".formatted(this), e);
    }
  }

  @Override
  public final void fail(Failure failure) {
    if (failure instanceof Failure.Refused(Refusal refusal)
        && origin.serializesLocally()
        && wantsAnswer()) {
      String name = actorType.refusalName(refusal.getClass()).orElseThrow();
      serialized(name, refusal, refusal.getClass());
    } else {
      settle(failure);
    }
  }

  @Override
  public final boolean cancel(String why) {
    if (endBeforeBegin()) {
      leavePending();
      String stage = origin.stages().waiting(target());
      complete(told(new Failure.NotSent("%s has not started: %s; %s".formatted(this, why, stage))));
      return true;
    }
    if (!end()) {
      return false;
    }
    leavePending();
    Carrier carrier = carrier();
    if (carrier != null) {
      carrier.withdraw(correlation());
    }
    String stage = carrier == null ? origin.stages().running(this) : "it was sent to " + carrier;
    complete(told(new Failure.MaybeExecuted("%s: %s; %s".formatted(this, why, stage), null)));
    return true;
  }

  /// Hands the answer, as an object or as a [RawAnswer], or the [Failure] to whoever waits. Called
  /// exactly once.
  abstract void complete(Object answerOrFailure);

  private void leavePending() {
    if (correlation() != 0) {
      origin.pending().remove(this);
    }
  }

  private Failure readRefusal(String name, byte[] payload) {
    Class<? extends Refusal> refusal = actorType.refusal(name).orElse(null);
    if (refusal == null) {
      return new Failure.Failed(
          "%s was refused with '%s', which this node does not know".formatted(this, name), null);
    }
    try {
      return new Failure.Refused(refusal.cast(origin.serializer().deserialize(payload, refusal)));
    } catch (RuntimeException | Error e) {
      return new Failure.Failed(
          "%s was refused with '%s', which cannot be read".formatted(this, name), e);
    }
  }
}

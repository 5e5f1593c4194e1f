package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RequestType;
import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Carrier;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.messaging.CacheUpdate;
import dev.moonpool.actors.messaging.Connection;
import dev.moonpool.actors.messaging.Direction;
import dev.moonpool.actors.messaging.Hop;
import dev.moonpool.actors.messaging.Message;
import dev.moonpool.actors.messaging.WireOutcome;
import dev.moonpool.foundation.Coverage;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request of another node: it runs here, or is sent on, and its outcome goes back over the
/// connection by which it came.
///
/// The payload is read on the turn that runs it; one that is sent on is never read at all.
final class InboundRequest extends Invocation {
  private final InboundOrigin origin;
  private final Message message;
  private final Connection from;
  private final @Nullable CallChain chain;

  /// The type of its answer, once its request was read. By the turn that runs it.
  private Type answerType = Nothing.class;

  /// The address that its sender believed in and that does not hold; null while nothing is wrong.
  private volatile @Nullable ActorAddress stale;

  InboundRequest(InboundOrigin origin, Message message, Connection from) {
    super(
        message.target(),
        message.flags(),
        message.deadlineNanos(),
        message.direction() == Direction.REQUEST);
    this.origin = origin;
    this.message = message;
    this.from = from;
    this.chain = chain(message.chain());
    this.forwards = message.forwards();
  }

  Message message() {
    return message;
  }

  Connection from() {
    return from;
  }

  /// Lets the response tell the sender that `address` does not hold.
  void foundStale(ActorAddress address) {
    stale = address;
  }

  @Override
  public String method() {
    return message.method();
  }

  @Override
  public String trace() {
    return message.trace();
  }

  @Override
  public @Nullable CallChain chain() {
    return chain;
  }

  @Override
  public Object request(RequestType<?, ?> type) {
    origin.counters().inboundTurns.increment();
    answerType = type.answer();
    return read(origin.serializer(), message.payload(), type.request());
  }

  @Override
  public byte[] payload() {
    return message.payload();
  }

  @Override
  public void answer(Object answer) {
    if (!finish() || !wantsAnswer()) {
      return;
    }
    reply(WireOutcome.ANSWERED, "answer", answer, answerType);
  }

  @Override
  public void answerRaw(byte[] payload) {
    if (finish() && wantsAnswer()) {
      reply(WireOutcome.ANSWERED, payload);
    }
  }

  @Override
  public void refuseRaw(String name, byte[] payload) {
    if (finish() && wantsAnswer()) {
      reply(new WireOutcome.Refused(name), payload);
    }
  }

  @Override
  public void fail(Failure failure) {
    if (finish()) {
      tell(failure);
    }
  }

  @Override
  public boolean cancel(String why) {
    boolean waited = endBeforeBegin();
    if (!waited && !end()) {
      return false;
    }
    origin.finished(this);
    tell(
        waited
            ? new Failure.NotSent("%s has not started: %s".formatted(this, why))
            : new Failure.MaybeExecuted("%s: %s".formatted(this, why), null));
    return true;
  }

  /// Ends it without a word, because its sender waits no more; unless it runs here.
  void withdraw() {
    Carrier carrier = carrier();
    if (endBeforeBegin() || (carrier != null && end())) {
      Coverage.reached("runtime.withdrawn");
      origin.finished(this);
      if (carrier != null) {
        carrier.withdraw(correlation());
      }
    }
  }

  private boolean finish() {
    if (!end()) {
      return false;
    }
    origin.finished(this);
    return true;
  }

  private void tell(Failure failure) {
    if (!wantsAnswer()) {
      origin.counters().lost.increment();
      return;
    }
    switch (failure) {
      case Failure.NotSent e -> reply(new WireOutcome.NotSent(e.message()), NOTHING);
      case Failure.Rejected e -> reply(new WireOutcome.Rejected(e.rejection()), NOTHING);
      case Failure.MaybeExecuted e -> reply(new WireOutcome.MaybeExecuted(e.message()), NOTHING);
      case Failure.Failed e -> {
        WireOutcome ofState = WireOutcome.StateFailed.of(e.cause(), e.message());
        reply(ofState == null ? new WireOutcome.Failed(e.message()) : ofState, NOTHING);
      }
      case Failure.AnswerTooLarge(long size, long max) ->
          reply(new WireOutcome.AnswerTooLarge(size, max), NOTHING);
      case Failure.Refused e -> refuse(e.refusal());
    }
  }

  private void refuse(Refusal refusal) {
    ActorType<?> type = origin.type(target());
    String name = type == null ? null : type.refusalName(refusal.getClass()).orElse(null);
    if (name == null) {
      reply(
          new WireOutcome.Failed(
              "refused with a %s, which its type does not register"
                  .formatted(refusal.getClass().getSimpleName())),
          NOTHING);
      return;
    }
    reply(new WireOutcome.Refused(name), "refusal", refusal, refusal.getClass());
  }

  private void reply(WireOutcome outcome, String what, Object value, Type type) {
    byte[] payload;
    try {
      payload = origin.serializer().serialize(value, type);
    } catch (RuntimeException | Error e) { // of the serializer, or of the value's own accessors
      reply(new WireOutcome.Failed(Failure.Failed.unwritable(what, e).message()), NOTHING);
      return;
    }
    reply(outcome, payload);
  }

  private void reply(WireOutcome outcome, byte[] payload) {
    Message.Draft response = Message.response(message, outcome, payload);
    ActorAddress wrong = stale;
    if (wrong != null) {
      response.cacheUpdates(List.of(new CacheUpdate(wrong, origin.address(target()))));
    }
    from.reply(response.build());
  }

  private static @Nullable CallChain chain(List<Hop> hops) {
    CallChain chain = null;
    for (Hop hop : hops) {
      chain = CallChain.extend(hop.actor(), hop.method(), chain);
    }
    return chain;
  }

  private static final byte[] NOTHING = {};
}

package dev.moonpool.actors.call;

import dev.moonpool.actors.api.RequestType;
import dev.moonpool.actors.id.ActorId;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A request that only notes what becomes of it; as strict about its end as the real ones, and as
/// tidy about the table it stands in.
public final class FakeInvocation extends Invocation {
  private static final ActorId TARGET = new ActorId("test", "fake", "target");

  private final @Nullable PendingCalls table;
  private final AtomicInteger ends = new AtomicInteger();
  private volatile @Nullable Object outcome;
  private volatile Runnable whenEnded = () -> {};

  private FakeInvocation(@Nullable PendingCalls table, int flags, long deadlineNanos) {
    super(TARGET, flags, deadlineNanos, true);
    this.table = table;
  }

  /// One that waits for ever and stands in no table.
  public static FakeInvocation create() {
    return new FakeInvocation(null, 0, Long.MAX_VALUE);
  }

  static FakeInvocation in(PendingCalls table, long deadlineNanos) {
    return new FakeInvocation(table, 0, deadlineNanos);
  }

  FakeInvocation whenEnded(Runnable action) {
    whenEnded = action;
    return this;
  }

  /// How often it was completed: must never be more than once.
  int ends() {
    return ends.get();
  }

  /// The answer or the [Failure]; null while it has not ended.
  @Nullable Object outcome() {
    return outcome;
  }

  @Override
  public String method() {
    return "fake";
  }

  @Override
  public @Nullable CallChain chain() {
    return null;
  }

  @Override
  public Object request(RequestType<?, ?> type) {
    throw new UnsupportedOperationException("nobody runs it");
  }

  @Override
  public byte[] payload() {
    throw new UnsupportedOperationException("nobody writes it");
  }

  @Override
  public void answer(Object answer) {
    if (end()) {
      ended(answer);
    }
  }

  @Override
  public void answerRaw(byte[] payload) {
    answer(payload);
  }

  @Override
  public void refuseRaw(String name, byte[] payload) {
    answer(name);
  }

  @Override
  public void fail(Failure failure) {
    if (end()) {
      ended(failure);
    }
  }

  @Override
  public boolean cancel(String why) {
    if (endBeforeBegin()) {
      ended(new Failure.NotSent(why));
      return true;
    }
    if (end()) {
      ended(new Failure.MaybeExecuted(why, null));
      return true;
    }
    return false;
  }

  private void ended(Object with) {
    if (table != null && correlation() != 0) {
      table.remove(this);
    }
    outcome = with;
    ends.incrementAndGet();
    whenEnded.run();
  }
}

package dev.moonpool.actors.call;

import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every interleaving of adding a call, ending it and adding another one: no slot may be lost,
/// stand twice among the free ones, or keep a call that has ended.
@Tag("A14")
@Tag("lincheck")
public class PendingCallsLincheckTest {
  private final PendingCalls table = new PendingCalls(new NoTime(), 1);
  private final FakeInvocation first = FakeInvocation.in(table, Long.MAX_VALUE);
  private final FakeInvocation second = FakeInvocation.in(table, Long.MAX_VALUE);
  private volatile boolean firstAdded;
  private volatile boolean secondAdded;

  /// A table that has grown already: that part takes a lock and is not what is looked at.
  public PendingCallsLincheckTest() {
    FakeInvocation before = FakeInvocation.in(table, Long.MAX_VALUE);
    table.add(before);
    before.answer("done");
  }

  @Operation(runOnce = true)
  public boolean addFirst() {
    boolean added = table.add(first);
    firstAdded = true;
    return added;
  }

  @Operation(runOnce = true)
  public boolean cancelFirst() {
    return first.cancel("its caller has gone");
  }

  @Operation(runOnce = true)
  public boolean addSecond() {
    boolean found = table.add(second) && table.lookUp(second.correlation()) == second;
    secondAdded = true;
    return found;
  }

  @Validate
  public void holdsWhatWaits() {
    check(firstAdded && !first.hasEnded(), first);
    check(secondAdded && !second.hasEnded(), second);
    int expected = (firstAdded && !first.hasEnded() ? 1 : 0) + (secondAdded ? 1 : 0);
    if (table.size() != expected) {
      throw new IllegalStateException("%d calls wait, not %d".formatted(table.size(), expected));
    }
  }

  private void check(boolean waits, FakeInvocation call) {
    if (waits && table.lookUp(call.correlation()) != call) {
      throw new IllegalStateException("a call that waits is not found");
    }
  }

  @Test
  void addAndCancel_everyInterleaving_loseNoSlot() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(3)
        .invocationsPerIteration(300)
        .check(PendingCallsLincheckTest.class);
  }

  private static final class NoTime implements Time {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public void sleep(Duration duration) {
      throw new UnsupportedOperationException("nobody sleeps");
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      throw new UnsupportedOperationException("a call without a deadline needs no timer");
    }
  }
}

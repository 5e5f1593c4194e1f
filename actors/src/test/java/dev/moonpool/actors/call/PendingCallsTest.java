package dev.moonpool.actors.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.VirtualTime;
import dev.moonpool.actors.id.CorrelationId;
import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A14")
class PendingCallsTest {
  @Test
  void add_calls_areFoundByTheirOwnIdsOnly() {
    PendingCalls table = new PendingCalls(new NoTime(), 1_024);
    FakeInvocation first = added(table);
    FakeInvocation second = added(table);

    assertThat(first.correlation()).isNotZero().isNotEqualTo(second.correlation());
    assertThat(table.find(first.correlation())).isSameAs(first);
    assertThat(table.find(second.correlation())).isSameAs(second);
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.lateCount()).isZero();
  }

  @Test
  void find_slotWasGivenAway_isLateAndCountedAndNotDelivered() {
    PendingCalls table = new PendingCalls(new NoTime(), 1);
    Set<Long> ids = new LinkedHashSet<>();
    FakeInvocation before = added(table);
    for (int i = 0; i < 5_000; i++) {
      before.answer("done");
      FakeInvocation after = added(table);
      assertThat(ids.add(after.correlation())).as("an id is never given twice").isTrue();
      assertThat(table.find(before.correlation())).isNull();
      assertThat(table.find(after.correlation())).isSameAs(after);
      before = after;
    }

    assertThat(table.lateCount()).isEqualTo(5_000);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void find_idThatWasNeverGiven_isLate() {
    PendingCalls table = new PendingCalls(new NoTime(), 2_048);
    added(table);

    for (long strange :
        new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, CorrelationId.encode(1_500, 1)}) {
      assertThat(table.find(strange)).isNull();
    }
    assertThat(table.lateCount()).isEqualTo(5);
    assertThat(table.lookUp(-1)).isNull();
    assertThat(table.lateCount()).as("a question about it is no response").isEqualTo(5);
  }

  @Test
  @Tag("A16")
  void sweep_callsOnOtherNodes_areAskedAboutShortlyBeforeTheyAreOverAndNotLate() {
    VirtualTime.run(
        providers -> {
          Time time = providers.time();
          long start = time.nanoTime();
          PendingCalls table = new PendingCalls(time, 4_096);
          FakeInvocation longer = sent(table, start + 1_000_000_000);
          FakeInvocation soonAfter = sent(table, start + 1_020_000_000);
          FakeInvocation shorter = sent(table, start + 100_000_000);
          FakeInvocation here = FakeInvocation.in(table, start + 1_000_000_000);
          assertThat(table.add(here)).isTrue();

          time.sleep(Duration.ofMillis(949));
          assertThat(asked(longer)).isEmpty();
          assertThat(shorter.hasEnded()).isTrue();
          assertThat(asked(shorter)).as("too short to ask in time").isEmpty();
          time.sleep(Duration.ofMillis(2));
          assertThat(asked(longer)).containsExactly(longer.correlation());
          assertThat(asked(soonAfter)).containsExactly(soonAfter.correlation());
          assertThat(longer.hasEnded()).isFalse();
          time.sleep(Duration.ofMillis(50));
          assertThat(longer.hasEnded()).isTrue();
          assertThat(here.hasEnded()).isTrue();
          assertThat(soonAfter.hasEnded()).isFalse();
          time.sleep(Duration.ofMillis(20));
          assertThat(soonAfter.hasEnded()).isTrue();
          assertThat(table.size()).isZero();
        });
  }

  @Test
  @Tag("A16")
  void sweep_moreCallsThanMayBeAskedAbout_endUnasked() {
    VirtualTime.run(
        providers -> {
          Time time = providers.time();
          PendingCalls table = new PendingCalls(time, 4_096);
          List<FakeInvocation> calls = new ArrayList<>();
          for (int i = 0; i < 3_000; i++) {
            calls.add(sent(table, time.nanoTime() + 1_000_000_000));
          }
          time.sleep(Duration.ofMillis(1_100));
          assertThat(calls).allMatch(FakeInvocation::hasEnded);
          assertThat(calls).filteredOn(call -> !asked(call).isEmpty()).hasSize(1_000);
        });
  }

  private static FakeInvocation sent(PendingCalls table, long deadlineNanos) {
    FakeInvocation call = FakeInvocation.in(table, deadlineNanos);
    call.handedTo(new FakeCarrier("node-2:7000"));
    assertThat(table.add(call)).isTrue();
    return call;
  }

  private static List<Long> asked(FakeInvocation call) {
    return ((FakeCarrier) call.carrier()).asked;
  }

  @Test
  void add_full_isRefusedUntilOneEnds() {
    PendingCalls table = new PendingCalls(new NoTime(), 1_000);
    List<FakeInvocation> calls = fill(table);
    assertThat(calls).as("rounded up to a whole segment").hasSize(1_024);

    FakeInvocation refused = FakeInvocation.in(table, Long.MAX_VALUE);
    assertThat(table.add(refused)).isFalse();
    assertThat(refused.correlation()).isZero();

    calls.get(500).answer("done");
    assertThat(table.add(refused)).isTrue();
    assertThat(table.add(FakeInvocation.in(table, Long.MAX_VALUE))).isFalse();
    assertThat(table.size()).isEqualTo(1_024);
  }

  @Test
  void add_manySegments_growsToItsCapacityAndKeepsAllApart() {
    PendingCalls table = new PendingCalls(new NoTime(), 5_000);
    List<FakeInvocation> calls = fill(table);

    assertThat(calls).hasSize(5 * 1_024);
    assertThat(table.size()).isEqualTo(calls.size());
    for (FakeInvocation call : calls) {
      assertThat(table.find(call.correlation())).isSameAs(call);
    }
    calls.forEach(call -> call.answer("done"));
    assertThat(table.size()).isZero();
    assertThat(fill(table)).as("every slot came free once").hasSize(5 * 1_024);
  }

  @Test
  void construct_capacityOutOfRange_isRefused() {
    assertThatThrownBy(() -> new PendingCalls(new NoTime(), 0))
        .isInstanceOf(InvariantViolation.class);
    assertThatThrownBy(() -> new PendingCalls(new NoTime(), (1 << 24) + 1))
        .isInstanceOf(InvariantViolation.class);
  }

  @Test
  void add_endedMeanwhile_leavesNothingBehind() {
    PendingCalls table = new PendingCalls(new NoTime(), 1);
    FakeInvocation call = FakeInvocation.in(table, Long.MAX_VALUE);
    call.cancel("its caller has gone");

    assertThat(table.add(call)).isTrue();
    assertThat(table.size()).isZero();
    assertThat(call.ends()).isEqualTo(1);
    assertThat(fill(table)).hasSize(1_024);
  }

  @Test
  void close_waitingCalls_areToldWhetherTheyMayHaveRun() {
    PendingCalls table = new PendingCalls(new NoTime(), 10);
    FakeInvocation waits = added(table);
    FakeInvocation runs = added(table);
    assertThat(runs.begin()).isTrue();

    table.close("the node has stopped");

    assertThat(waits.outcome()).isEqualTo(new Failure.NotSent("the node has stopped"));
    assertThat(runs.outcome()).isEqualTo(new Failure.MaybeExecuted("the node has stopped", null));
    assertThat(table.size()).isZero();
    assertThat(table.add(FakeInvocation.in(table, Long.MAX_VALUE))).isFalse();
    table.close("again");
    assertThat(waits.ends()).isEqualTo(1);
  }

  @Test
  void failAll_thoseThatArePicked_failAndTheOthersStay() {
    PendingCalls table = new PendingCalls(new NoTime(), 10);
    FakeInvocation lost = added(table);
    FakeInvocation kept = added(table);
    FakeCarrier broken = new FakeCarrier("node-1:7000");
    lost.handedTo(broken);
    kept.handedTo(new FakeCarrier("node-2:7000"));

    Failure failure = new Failure.MaybeExecuted("the connection was lost", null);
    table.failAll(call -> call.carrier() == broken, failure);

    assertThat(lost.outcome()).isEqualTo(failure);
    assertThat(kept.outcome()).isNull();
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void sweep_deadlines_endEachCallThenAndNotBefore() {
    VirtualTime.run(
        providers -> {
          Time time = providers.time();
          PendingCalls table = new PendingCalls(time, 1_024);
          List<FakeInvocation> calls = new ArrayList<>();
          List<Long> late = new ArrayList<>();
          for (int millis : new int[] {500, 100, 900, 100, 300, 1, 700}) {
            long deadline = time.nanoTime() + Duration.ofMillis(millis).toNanos();
            FakeInvocation call = FakeInvocation.in(table, deadline);
            calls.add(call.whenEnded(() -> late.add(time.nanoTime() - deadline)));
            assertThat(table.add(call)).isTrue();
          }
          FakeInvocation never = FakeInvocation.in(table, Long.MAX_VALUE);
          assertThat(table.add(never)).isTrue();
          time.sleep(Duration.ofSeconds(2));

          assertThat(late).hasSize(7).allMatch(nanos -> nanos >= 0 && nanos < 1_000_000);
          assertThat(calls).allMatch(call -> call.outcome() instanceof Failure.NotSent);
          assertThat(table.expiredCount()).isEqualTo(7);
          assertThat(table.size()).isEqualTo(1);
          assertThat(never.ends()).isZero();
        });
  }

  @Test
  void sweep_callsThatRun_mayHaveBeenExecuted() {
    VirtualTime.run(
        providers -> {
          PendingCalls table = new PendingCalls(providers.time(), 10);
          long deadline = providers.time().nanoTime() + 1_000;
          FakeInvocation runs = FakeInvocation.in(table, deadline);
          table.add(runs);
          runs.begin();
          providers.time().sleep(Duration.ofMillis(1));

          assertThat(runs.outcome()).isInstanceOf(Failure.MaybeExecuted.class);
          runs.answer("too late");
          assertThat(runs.ends()).isEqualTo(1);
        });
  }

  @Test
  void add_deadlineInThePast_endsAtOnce() {
    VirtualTime.run(
        providers -> {
          Time time = providers.time();
          PendingCalls table = new PendingCalls(time, 10);
          time.sleep(Duration.ofSeconds(1));
          FakeInvocation call = FakeInvocation.in(table, time.nanoTime() - 1);
          table.add(call);
          time.sleep(Duration.ofMillis(1));

          assertThat(call.outcome()).isInstanceOf(Failure.NotSent.class);
        });
  }

  @Test
  void sweep_answeredCalls_costNoFurtherTimer() {
    VirtualTime.run(
        providers -> {
          CountingTime time = new CountingTime(providers.time());
          PendingCalls table = new PendingCalls(time, 1_024);
          for (int i = 0; i < 1_000; i++) {
            long deadline = time.nanoTime() + Duration.ofSeconds(30).toNanos();
            FakeInvocation call = FakeInvocation.in(table, deadline);
            table.add(call);
            call.answer("done");
            time.sleep(Duration.ofMillis(1));
          }
          assertThat(time.timers).as("to ask and to sweep, for calls of one timeout").isEqualTo(2);
          time.sleep(Duration.ofMinutes(1));
          assertThat(time.timers).isEqualTo(2);
          assertThat(table.expiredCount()).isZero();
        });
  }

  @Test
  void sweep_hundredThousandTimeouts_leaveAnEmptyTable() {
    VirtualTime.run(
        providers -> {
          Time time = providers.time();
          PendingCalls table = new PendingCalls(time, 16_384);
          for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 10_000; i++) {
              table.add(FakeInvocation.in(table, time.nanoTime() + 1_000 + i % 7));
            }
            time.sleep(Duration.ofMillis(1));
          }
          assertThat(table.expiredCount()).isEqualTo(100_000);
          assertThat(table.size()).isZero();
        });
  }

  private static FakeInvocation added(PendingCalls table) {
    FakeInvocation call = FakeInvocation.in(table, Long.MAX_VALUE);
    assertThat(table.add(call)).isTrue();
    return call;
  }

  private static List<FakeInvocation> fill(PendingCalls table) {
    List<FakeInvocation> calls = new ArrayList<>();
    FakeInvocation call = FakeInvocation.in(table, Long.MAX_VALUE);
    while (table.add(call)) {
      calls.add(call);
      call = FakeInvocation.in(table, Long.MAX_VALUE);
    }
    return calls;
  }

  /// For calls without a deadline: nobody needs to know the time.
  private static final class NoTime implements Time {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Instant now() {
      throw new UnsupportedOperationException("nobody asks");
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

  /// Another time that counts the timers that are set.
  private static final class CountingTime implements Time {
    private final Time time;
    private int timers;

    CountingTime(Time time) {
      this.time = time;
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      time.sleep(duration);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      timers++;
      return time.schedule(delay, action);
    }
  }
}

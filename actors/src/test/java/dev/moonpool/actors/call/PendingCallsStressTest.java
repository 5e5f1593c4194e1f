package dev.moonpool.actors.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers, timeouts and cancellations that race for the same calls on real threads.
@Tag("A14")
class PendingCallsStressTest {
  /// Long enough for a machine that does much else: it bounds a hang and measures nothing.
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final int CALLERS = 4;
  private static final int EACH = 5_000;

  private final SystemProviders system = SystemProviders.start();
  private final Time time = system.providers().time();

  @AfterEach
  void stop() {
    system.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void calls_answerTimeoutAndCancelRace_eachEndsOnceAndNothingStays(boolean virtual)
      throws Exception {
    Race race = new Race();
    for (int i = 0; i < CALLERS; i++) {
      start(virtual, race::call);
    }
    start(virtual, race::answer);
    start(virtual, race::answer);
    time.await(race.allEnded, LIMIT, "every call to end");

    assertThat(race.calls).hasSize(CALLERS * EACH);
    assertThat(race.calls).allMatch(call -> call.ends() == 1);
    assertThat(race.table.size()).isZero();
    assertThat(race.answered.get()).as("some calls were answered").isPositive();
    assertThat(race.table.expiredCount()).as("some calls timed out").isPositive();
    assertThat(race.calls).allMatch(call -> race.table.lookUp(call.correlation()) == null);
    assertWhole(race.table, 2_048);
  }

  @Test
  void add_cancelledAtTheSameMoment_noSlotIsLostOrGivenTwice() throws Exception {
    PendingCalls table = new PendingCalls(time, 1_024);
    CyclicBarrier together = new CyclicBarrier(2);
    Queue<FakeInvocation> next = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    int rounds = 2_000;
    start(
        false,
        () -> {
          for (int i = 0; i < rounds; i++) {
            await(together);
            next.remove().cancel("its caller has gone");
          }
          cancelled.complete(null);
        });
    for (int i = 0; i < rounds; i++) {
      FakeInvocation call = FakeInvocation.in(table, Long.MAX_VALUE);
      next.add(call);
      await(together);
      assertThat(table.add(call)).isTrue();
      FakeInvocation other = FakeInvocation.in(table, Long.MAX_VALUE);
      assertThat(table.add(other)).isTrue();
      assertThat(table.find(other.correlation())).isSameAs(other);
      other.answer("done");
    }
    time.await(cancelled, LIMIT, "the last cancellation");

    assertThat(table.size()).isZero();
    assertWhole(table, 1_024);
  }

  @Test
  void close_whileCallersAdd_everyCallEndsOrIsRefused() throws Exception {
    for (int round = 0; round < 50; round++) {
      PendingCalls table = new PendingCalls(time, 4_096);
      Queue<FakeInvocation> taken = new ConcurrentLinkedQueue<>();
      AtomicInteger running = new AtomicInteger(CALLERS);
      CompletableFuture<Void> refused = new CompletableFuture<>();
      for (int i = 0; i < CALLERS; i++) {
        start(
            i % 2 == 0,
            () -> {
              for (int call = 0; call < 1_024; call++) {
                FakeInvocation added = FakeInvocation.in(table, Long.MAX_VALUE);
                if (!table.add(added)) {
                  break;
                }
                taken.add(added);
              }
              if (running.decrementAndGet() == 0) {
                refused.complete(null);
              }
            });
      }
      table.close("the node has stopped");
      time.await(refused, LIMIT, "the callers to be refused");

      assertThat(taken).allMatch(call -> call.ends() == 1);
      assertThat(table.size()).isZero();
    }
  }

  /// Demands that exactly `capacity` calls fit, each found by its id: no slot was lost, none stands
  /// twice in the list of free ones.
  private static void assertWhole(PendingCalls table, int capacity) {
    List<FakeInvocation> calls = new ArrayList<>();
    for (int i = 0; i < capacity; i++) {
      FakeInvocation call = FakeInvocation.in(table, Long.MAX_VALUE);
      assertThat(table.add(call)).as("slot %d of %d", i, capacity).isTrue();
      calls.add(call);
    }
    assertThat(table.add(FakeInvocation.in(table, Long.MAX_VALUE))).isFalse();
    assertThat(calls).allMatch(call -> table.find(call.correlation()) == call);
  }

  private void start(boolean virtual, Runnable body) {
    if (virtual) {
      system.providers().tasks().start("racer", body);
    } else {
      system.providers().tasks().startPlatform("racer", body);
    }
  }

  private static void await(CyclicBarrier together) {
    try {
      together.await();
    } catch (Exception e) {
      throw new IllegalStateException("the other side has gone", e);
    }
  }

  private final class Race {
    final PendingCalls table = new PendingCalls(time, 2_048);
    final Queue<FakeInvocation> calls = new ConcurrentLinkedQueue<>();
    final AtomicInteger answered = new AtomicInteger();
    final CompletableFuture<Void> allEnded = new CompletableFuture<>();
    private final Queue<Long> onTheWire = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ended = new AtomicInteger();

    void call() {
      for (int i = 0; i < EACH; i++) {
        // Those that end in 3 or 5 can only be answered, in 1 only time out; the others race.
        boolean patient = i % 10 == 3 || i % 10 == 5;
        long timeoutNanos = patient ? LIMIT.toNanos() : 1_000 * (i % 1_000);
        FakeInvocation call =
            FakeInvocation.in(table, time.nanoTime() + timeoutNanos).whenEnded(this::oneEnded);
        while (!table.add(call)) {
          Thread.yield(); // full: the others have to end first
        }
        calls.add(call);
        if (i % 10 != 1) {
          onTheWire.add(call.correlation());
        }
        if (i % 3 == 0) {
          call.begin();
        }
        if (i % 4 == 0) {
          call.cancel("its caller changed its mind");
        }
      }
    }

    void answer() {
      while (!allEnded.isDone()) {
        Long correlation = onTheWire.poll();
        if (correlation == null) {
          Thread.yield();
          continue;
        }
        Invocation call = table.find(correlation);
        if (call != null) {
          call.answer("answer");
          answered.incrementAndGet();
        }
      }
    }

    private void oneEnded() {
      if (ended.incrementAndGet() == CALLERS * EACH) {
        allEnded.complete(null);
      }
    }
  }
}

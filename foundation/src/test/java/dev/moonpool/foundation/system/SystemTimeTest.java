package dev.moonpool.foundation.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the real timers do beyond the contract of [Time].
@Tag("A15")
final class SystemTimeTest {
  private final SystemTime time = new SystemTime();

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void schedule_tenThousandTimers_firesEachAndNoneEarly() throws Exception {
    Randomness random = Randomness.seeded(15);
    AtomicInteger early = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(10_000);
    CompletableFuture<Boolean> all = new CompletableFuture<>();
    for (int i = 0; i < 10_000; i++) {
      long delay = random.nextLong(0, 500_000_000);
      long set = time.nanoTime();
      time.schedule(
          Duration.ofNanos(delay),
          () -> {
            if (time.nanoTime() - set < delay) {
              early.incrementAndGet();
            }
            if (left.decrementAndGet() == 0) {
              all.complete(true);
            }
          });
    }
    time.await(all, Duration.ofSeconds(30), "10,000 timers");
    assertThat(early).hasValue(0);
    assertThat(time.pending()).isZero();
  }

  @Test
  void cancel_hundredThousandTimers_leavesNothingBehind() {
    List<Time.Timer> timers = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      timers.add(time.schedule(Duration.ofSeconds(30 + i), () -> {}));
    }
    assertThat(time.pending()).isEqualTo(100_000);
    timers.forEach(Time.Timer::cancel);
    assertThat(time.pending()).isZero();
  }

  @Test
  void schedule_actionThatThrows_harmsNoOther() throws Exception {
    CompletableFuture<Boolean> other = new CompletableFuture<>();
    time.schedule(
        Duration.ofMillis(1),
        () -> {
          throw new IllegalStateException("a planned failure");
        });
    time.schedule(Duration.ofMillis(3), () -> other.complete(true));
    assertThat(time.await(other, Duration.ofSeconds(10), "the timer after the failed one"))
        .isTrue();
  }

  @Test
  void schedule_sameTickCancelledByAnother_doesNotFire() throws Exception {
    CompletableFuture<Boolean> later = new CompletableFuture<>();
    AtomicInteger fired = new AtomicInteger();
    List<Time.Timer> victims = new ArrayList<>();
    time.schedule(Duration.ofMillis(20), () -> victims.forEach(Time.Timer::cancel));
    for (int i = 0; i < 100; i++) {
      victims.add(time.schedule(Duration.ofMillis(200), fired::incrementAndGet));
    }
    time.schedule(Duration.ofMillis(250), () -> later.complete(true));
    time.await(later, Duration.ofSeconds(10), "the timer after the cancelled ones");
    assertThat(fired).hasValue(0);
  }

  @Test
  void schedule_delayBeyondAnyCount_waits() {
    Time.Timer timer = time.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
    assertThat(time.pending()).isOne();
    timer.cancel();
    assertThat(time.pending()).isZero();
  }

  @Test
  void schedule_afterClose_isRefused() {
    time.close();
    assertThatThrownBy(() -> time.schedule(Duration.ZERO, () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}

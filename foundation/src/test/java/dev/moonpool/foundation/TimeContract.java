package dev.moonpool.foundation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What [Time] promises, as tests.
public abstract class TimeContract extends ProvidersContract {
  /// For subclasses.
  protected TimeContract() {}

  @Test
  void schedule_anyDelay_firesOnceAndNeverEarly() throws Exception {
    run(
        providers -> {
          Time time = providers.time();
          long start = time.nanoTime();
          List<CompletableFuture<Long>> fired = new ArrayList<>();
          List<Duration> delays = new ArrayList<>();
          for (int i = 0; i < 60; i++) {
            Duration delay = Duration.ofNanos(i * 1_700_003L);
            CompletableFuture<Long> at = new CompletableFuture<>();
            delays.add(delay);
            fired.add(at);
            time.schedule(delay, () -> at.complete(time.nanoTime() - start));
          }
          for (int i = 0; i < fired.size(); i++) {
            assertThat(await(providers, fired.get(i), "the timer of " + delays.get(i)))
                .isGreaterThanOrEqualTo(delays.get(i).toNanos());
          }
        });
  }

  @Test
  void schedule_delaysApart_firesInTheirOrder() throws Exception {
    run(
        providers -> {
          List<Integer> order = Collections.synchronizedList(new ArrayList<>());
          CompletableFuture<Boolean> last = new CompletableFuture<>();
          for (int millis : new int[] {40, 10, 30, 20}) {
            providers.time().schedule(Duration.ofMillis(millis), () -> order.add(millis));
          }
          providers.time().schedule(Duration.ofMillis(60), () -> last.complete(true));
          await(providers, last, "the last timer");
          assertThat(order).containsExactly(10, 20, 30, 40);
        });
  }

  @Test
  void schedule_zeroOrNegativeDelay_fires() throws Exception {
    run(
        providers -> {
          CompletableFuture<Boolean> zero = new CompletableFuture<>();
          CompletableFuture<Boolean> negative = new CompletableFuture<>();
          providers.time().schedule(Duration.ZERO, () -> zero.complete(true));
          providers.time().schedule(Duration.ofSeconds(-1), () -> negative.complete(true));
          assertThat(await(providers, zero, "a timer without delay")).isTrue();
          assertThat(await(providers, negative, "a timer with a delay below zero")).isTrue();
        });
  }

  @Test
  void schedule_fromATimer_fires() throws Exception {
    run(
        providers -> {
          Time time = providers.time();
          CompletableFuture<Boolean> inner = new CompletableFuture<>();
          Duration step = Duration.ofMillis(2);
          time.schedule(step, () -> time.schedule(step, () -> inner.complete(true)));
          assertThat(await(providers, inner, "a timer that a timer set")).isTrue();
        });
  }

  @Test
  void cancel_beforeItFires_stopsIt() throws Exception {
    run(
        providers -> {
          Time time = providers.time();
          AtomicInteger fired = new AtomicInteger();
          CompletableFuture<Boolean> later = new CompletableFuture<>();
          Time.Timer timer = time.schedule(Duration.ofMillis(100), fired::incrementAndGet);
          time.schedule(Duration.ofMillis(150), () -> later.complete(true));
          timer.cancel();
          timer.cancel();
          await(providers, later, "a timer after the cancelled one");
          assertThat(fired).hasValue(0);
        });
  }

  @Test
  void cancel_afterItFired_doesNothing() throws Exception {
    run(
        providers -> {
          AtomicInteger fired = new AtomicInteger();
          CompletableFuture<Boolean> done = new CompletableFuture<>();
          Time.Timer timer =
              providers
                  .time()
                  .schedule(
                      Duration.ofMillis(1),
                      () -> {
                        fired.incrementAndGet();
                        done.complete(true);
                      });
          await(providers, done, "the timer");
          timer.cancel();
          assertThat(fired).hasValue(1);
        });
  }

  @Test
  void sleep_anyDuration_lastsAtLeastThatLong() throws Exception {
    run(
        providers -> {
          Time time = providers.time();
          long start = time.nanoTime();
          time.sleep(Duration.ofMillis(15));
          assertThat(time.nanoTime() - start).isGreaterThanOrEqualTo(15_000_000L);
        });
  }

  @Test
  void sleep_interrupted_throws() throws Exception {
    run(
        providers -> {
          CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
          Task sleeper =
              providers
                  .tasks()
                  .start(
                      "sleeper",
                      () -> {
                        try {
                          providers.time().sleep(Duration.ofDays(1));
                          interrupted.complete(false);
                        } catch (InterruptedException e) {
                          interrupted.complete(true);
                        }
                      });
          sleeper.interrupt();
          assertThat(await(providers, interrupted, "the sleeper")).isTrue();
        });
  }

  @Test
  void now_afterASleep_hasMovedOn() throws Exception {
    run(
        providers -> {
          Instant before = providers.time().now();
          providers.time().sleep(Duration.ofMillis(50));
          assertThat(providers.time().now()).isAfter(before);
        });
  }

  @Test
  void await_valueInTime_givesIt() throws Exception {
    run(
        providers -> {
          CompletableFuture<String> future = new CompletableFuture<>();
          providers.time().schedule(Duration.ofMillis(5), () -> future.complete("done"));
          assertThat(await(providers, future, "the value")).isEqualTo("done");
          assertThat(await(providers, future, "the value again")).isEqualTo("done");
        });
  }

  @Test
  void await_nothingInTime_saysWhatItWaitedFor() throws Exception {
    run(
        providers -> {
          CompletableFuture<String> never = new CompletableFuture<>();
          assertThatThrownBy(
                  () -> providers.time().await(never, Duration.ofMillis(20), "a word from alice"))
              .isInstanceOf(TimeoutException.class)
              .hasMessageContaining("a word from alice");
          assertThat(never).isNotDone();
        });
  }

  @Test
  void await_failure_throwsIt() throws Exception {
    run(
        providers -> {
          CompletableFuture<String> failed = new CompletableFuture<>();
          providers
              .time()
              .schedule(
                  Duration.ofMillis(2),
                  () -> failed.completeExceptionally(new IllegalArgumentException("no")));
          assertThatThrownBy(() -> await(providers, failed, "the failure"))
              .isInstanceOf(ExecutionException.class)
              .hasCauseInstanceOf(IllegalArgumentException.class);
        });
  }
}

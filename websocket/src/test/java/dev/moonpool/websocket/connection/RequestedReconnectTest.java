package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.kit.LineHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Reconnects that one of the two ends asks for, beside those after failures.
@Timeout(60)
class RequestedReconnectTest {
  private static final BackoffPolicy THREE =
      BackoffPolicy.DEFAULT.withFactor(2, 0).withAttemptsMax(3);

  @Test
  @Tag("field-WS7")
  void serverRequest_eachTimeItIsReady_isPacedByBackoff() {
    try (Bench bench = bench()) {
      List<Duration> delays = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        bench.upgraded();
        delays.add(moved(bench));
      }

      assertThat(delays)
          .containsExactly(
              Duration.ZERO,
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(4),
              Duration.ofSeconds(8),
              Duration.ofSeconds(16));
    }
  }

  @Test
  @Tag("field-WS7")
  void serverRequest_afterAStableTime_isFollowedAtOnce() {
    try (Bench bench = bench()) {
      for (int i = 0; i < 5; i++) {
        bench.upgraded();
        bench.pass(Duration.ofSeconds(6));
        assertThat(moved(bench)).isZero();
      }
    }
  }

  @Test
  @Tag("field-WS7")
  void requests_moreThanAttemptsMax_leaveTheAttemptsToFailures() {
    try (Bench bench = bench()) {
      for (int i = 0; i < 4; i++) {
        bench.upgraded();
        bench.session.reconnect("new key", Loss.Trigger.USER, bench.now);
        bench.breaks();
        bench.redialled();
      }
      for (int i = 0; i < 4; i++) {
        bench.upgraded();
        moved(bench);
      }
      for (int i = 0; i < 3; i++) {
        bench.session.failed(
            bench.attempt, new RuntimeException("no"), Optional.empty(), bench.now);
        assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
        awaitDial(bench, bench.attempt);
      }
      bench.session.failed(bench.attempt, new RuntimeException("no"), Optional.empty(), bench.now);
      assertThat(bench.session.state()).isEqualTo(ConnectionState.CLOSED);
    }
  }

  @Test
  @Tag("field-WS7")
  void failures_betweenRequests_keepTheirOwnCount() throws Exception {
    try (Bench bench = bench()) {
      bench.upgraded();
      moved(bench);
      bench.session.failed(bench.attempt, new RuntimeException("no"), Optional.empty(), bench.now);
      Event.AttemptFailed failed =
          bench.events().stream()
              .filter(Event.AttemptFailed.class::isInstance)
              .map(Event.AttemptFailed.class::cast)
              .findFirst()
              .orElseThrow();

      assertThat(failed.nextDelay()).isEqualTo(Duration.ofSeconds(1));
    }
  }

  private static Bench bench() {
    return new Bench(config -> config.backoff(THREE), new LineHandler(false, false));
  }

  /// The server asks for a new connection; returns how long it takes until the next attempt.
  private static Duration moved(Bench bench) {
    long before = bench.now;
    long old = bench.attempt;
    bench.hear("move");
    bench.breaks();
    awaitDial(bench, old);
    return Duration.ofNanos(bench.now - before);
  }

  private static void awaitDial(Bench bench, long old) {
    bench.redialled();
    while (bench.attempt == old) {
      bench.pass(Duration.ofMillis(100));
      bench.redialled();
    }
  }
}

package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// What users of a connection that is down are told, and how they await its end.
class LastFailureSimTest {
  @Test
  void request_whileTheServerRefuses_failsWithWhatTheLastAttemptMet() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          ConnectionHandle handle = connection.handle();
          assertThat(handle.lastFailure()).isEmpty();
          world.rules.refusesWith = 503;
          world.server().breakAll();
          world.next(connection, Event.AttemptFailed.class, Duration.ofSeconds(10));

          assertThatThrownBy(() -> handle.request("time", String.class, Duration.ofSeconds(1)))
              .isInstanceOf(WsException.RequestTimeout.class)
              .satisfies(
                  why ->
                      assertThat(why.getSuppressed())
                          .anySatisfy(last -> assertThat(last).hasMessageContaining("503")));
          assertThatThrownBy(() -> handle.awaitReady(Duration.ofSeconds(1)))
              .isInstanceOf(TimeoutException.class)
              .hasMessageContaining("503");
          assertThat(handle.lastFailure())
              .hasValueSatisfying(last -> assertThat(last).hasMessageContaining("503"));
          world.rules.refusesWith = 0;
          handle.awaitReady(Duration.ofMinutes(2));
          assertThat(handle.lastFailure()).isEmpty();
          world.end(connection);
        });
  }

  @Test
  void awaitClosed_connectionThatGivesUp_returnsTheReason() {
    CalmWorld.run(
        world -> {
          world.rules.refusesWith = 503;
          BackoffPolicy twice = BackoffPolicy.DEFAULT.withAttemptsMax(2);
          Connection connection = world.connect(CalmWorld.config().backoff(twice).build());

          assertThat(connection.handle().awaitClosed(Duration.ofMinutes(5)).text())
              .contains("gave up after 2 attempts");
        });
  }

  @Test
  void awaitClosed_whileItLives_endsWithItsTime() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          ConnectionHandle handle = connection.handle();
          assertThatThrownBy(() -> handle.awaitClosed(Duration.ofSeconds(1)))
              .isInstanceOf(TimeoutException.class);
          handle.shutdown(4000, "enough");
          assertThat(handle.awaitClosed(Duration.ofSeconds(10)).code()).isEqualTo(4000);
        });
  }
}

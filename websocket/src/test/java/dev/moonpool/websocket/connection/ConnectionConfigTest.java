package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("W3")
class ConnectionConfigTest {
  @Test
  void defaults_areThoseOfTheRequirement() {
    ConnectionConfig config = ConnectionConfig.of("ws://localhost/feed");

    assertThat(config.backoff().initialDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.backoff().maxDelay()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.backoff().factor()).isEqualTo(2.0);
    assertThat(config.backoff().jitter()).isEqualTo(1.0);
    assertThat(config.backoff().attemptsMax()).isEqualTo(OptionalInt.empty());
    assertThat(config.backoff().stablePeriod()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.pingInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.pongTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.writeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.authOnConnect()).isTrue();
    assertThat(config.pendingRequestsMax()).isEqualTo(1_000);
    assertThat(config.subscriptionCapacity()).isEqualTo(256);
    assertThat(config.commandCapacity()).isEqualTo(64);
    assertThat(config.eventCapacity()).isEqualTo(256);
    assertThat(config.messageBytesMax()).isEqualTo(16 * 1024 * 1024);
    assertThat(config.resubscribeBatch()).isEqualTo(100);
    assertThat(config.resubscribePause()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void build_withSeveralMistakes_namesEachOfThem() {
    ConnectionConfig.Builder builder =
        ConnectionConfig.builder("http://localhost/#top")
            .backoff(
                BackoffPolicy.DEFAULT
                    .withDelays(Duration.ofSeconds(9), Duration.ofSeconds(1))
                    .withFactor(0.5, 2)
                    .withAttemptsMax(-1))
            .pongTimeout(Duration.ZERO)
            .pendingRequestsMax(0)
            .subprotocol("not a token")
            .header("Host", "elsewhere")
            .header("X-Key", "a\r\nX-Other: b");

    assertThatThrownBy(builder::build)
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("url begins with ws://")
        .hasMessageContaining("url has no fragment")
        .hasMessageContaining("backoff.maxDelay 1 s is less than backoff.initialDelay 9 s")
        .hasMessageContaining("backoff.factor")
        .hasMessageContaining("backoff.jitter")
        .hasMessageContaining("backoff.attemptsMax")
        .hasMessageContaining("pongTimeout is positive, this is 0 s")
        .hasMessageContaining("pendingRequestsMax is at least 1, this is 0")
        .hasMessageContaining("'not a token'")
        .hasMessageContaining("header Host is set by the upgrade itself")
        .hasMessageContaining("the value of header X-Key");
  }

  @Test
  void build_withAnUnreadableUrl_saysSo() {
    assertThatThrownBy(() -> ConnectionConfig.of("ws://a b"))
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("the host of a url is a name or an address");
  }

  @Test
  void delay_withoutJitter_growsUpToTheMaximum() {
    BackoffPolicy policy = BackoffPolicy.DEFAULT.withFactor(2, 0);
    List<Duration> delays = new ArrayList<>();
    for (int retry = 0; retry < 8; retry++) {
      delays.add(policy.delay(retry, Randomness.seeded(1)));
    }

    assertThat(delays)
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(policy.delay(5_000, Randomness.seeded(1))).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void delay_withJitter_isTheFixedPartAndARandomOne() {
    BackoffPolicy policy = BackoffPolicy.DEFAULT.withFactor(2, 0.25);
    for (int seed = 0; seed < 200; seed++) {
      double drawn = Randomness.seeded(seed).nextDouble();
      long expected = (long) (4e9 * 0.75 + 4e9 * 0.25 * drawn);

      assertThat(policy.delay(2, Randomness.seeded(seed)).toNanos()).isEqualTo(expected);
    }
  }

  @Test
  @Tag("W13")
  void delay_ofAThousandClients_spreadsThem() {
    int[] tenths = new int[10];
    for (int client = 0; client < 1_000; client++) {
      Duration delay = BackoffPolicy.DEFAULT.delay(0, Randomness.seeded(client));
      tenths[(int) (delay.toMillis() / 100)]++;
    }

    assertThat(Arrays.stream(tenths)).allMatch(clients -> clients > 60 && clients < 140);
  }

  @Test
  void isOver_atTheLimit_isTrue() {
    BackoffPolicy policy = BackoffPolicy.DEFAULT.withAttemptsMax(2);

    assertThat(policy.isOver(1)).isFalse();
    assertThat(policy.isOver(2)).isTrue();
    assertThat(BackoffPolicy.DEFAULT.isOver(1_000_000)).isFalse();
  }
}

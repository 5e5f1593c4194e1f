package dev.moonpool.websocket.campaign;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionConfig.PingMode;
import java.time.Duration;

/// Configurations as different as users' are, with times short enough for a short world.
final class Draws {
  private Draws() {}

  static ConnectionConfig config(Randomness random, boolean givesUp) {
    BackoffPolicy backoff =
        BackoffPolicy.DEFAULT
            .withDelays(millis(random, 20, 300), millis(random, 500, 3_000))
            .withFactor(2, random.chance(0.5) ? 0.25 : 1)
            .withStablePeriod(millis(random, 200, 2_000));
    return ConnectionConfig.builder("ws://process-0:" + Simulation.PORT + "/")
        .backoff(givesUp ? backoff.withAttemptsMax(random.nextInt(4)) : backoff)
        .pingInterval(millis(random, 300, 4_000))
        .pongTimeout(millis(random, 200, 3_000))
        .pingMode(random.chance(0.5) ? PingMode.WEBSOCKET : PingMode.PROTOCOL)
        .requestTimeout(millis(random, 1_000, 5_000))
        .connectTimeout(millis(random, 300, 3_000))
        .writeTimeout(millis(random, 300, 3_000))
        .closeTimeout(millis(random, 50, 1_000))
        .authOnConnect(random.chance(0.7))
        .failFast(random.chance(0.15))
        .pendingRequestsMax(4 + random.nextInt(30))
        .commandCapacity(2 + random.nextInt(10))
        .subscriptionCapacity(3 + random.nextInt(30))
        .eventCapacity(4 + random.nextInt(20))
        .resubscribeBatch(1 + random.nextInt(4))
        .resubscribePause(millis(random, 5, 50))
        .build();
  }

  static Duration millis(Randomness random, long from, long to) {
    return Duration.ofMillis(random.nextLong(from, to));
  }
}

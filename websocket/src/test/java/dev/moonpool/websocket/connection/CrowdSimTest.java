package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How soon, and how evenly spread, connections are ready again, with defaults.
@Tag("W13")
class CrowdSimTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  @Tag("field-7")
  void crowd_thatLosesItsServer_comesBackSpread() {
    int clients = 1_000;
    CalmWorld.run(
        world -> {
          List<Connection> crowd = new ArrayList<>();
          for (int i = 0; i < clients; i++) {
            crowd.add(world.connect(CalmWorld.config().build()));
          }
          for (Connection each : crowd) {
            each.handle().awaitReady(SOON);
          }
          world.server().breakAll();
          int[] tenths = new int[10];
          int before = world.log.accepted();
          for (int i = 0; i < tenths.length; i++) {
            world.sleep(Duration.ofMillis(100));
            tenths[i] = world.log.accepted() - before;
            before += tenths[i];
          }
          System.out.printf(
              "%d clients that lost their server came back, by tenths of a second: %s%n",
              clients, Arrays.toString(tenths));
          assertThat(Arrays.stream(tenths).max().orElseThrow()).isLessThan(140);
          assertThat(Arrays.stream(tenths).min().orElseThrow()).isGreaterThan(60);
          for (Connection each : crowd) {
            each.handle().awaitReady(SOON);
            each.handle().close();
          }
          world.sleep(Duration.ofSeconds(2));
          assertThat(world.log.live()).isZero();
        });
  }

  @Test
  void drop_serverUp_isReadyAgainWithinTwoSecondsOnAverage() {
    long[] millis = new long[1_000];
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          for (int i = 0; i < millis.length; i++) {
            world.sleep(Duration.ofSeconds(6)); // stable again
            long began = world.nowNanos();
            world.server().breakAll();
            world.next(connection, Event.Disconnected.class, SOON);
            connection.handle().awaitReady(SOON);
            millis[i] = (world.nowNanos() - began) / 1_000_000;
          }
          world.end(connection);
        });
    print("dropped once stable", millis);
    assertThat(Arrays.stream(millis).average().orElseThrow()).isLessThan(2_000);
  }

  @Test
  void drop_beforeItIsStable_isReadyAgainWithinTwoSecondsOnAverage() {
    long[] millis = new long[1_000];
    CalmWorld.run(
        world -> {
          for (int i = 0; i < millis.length; i++) {
            Connection connection = world.ready();
            long began = world.nowNanos();
            world.server().breakAll(); // and once more, as soon as it is back
            world.next(connection, Event.Disconnected.class, SOON);
            connection.handle().awaitReady(SOON);
            millis[i] = (world.nowNanos() - began) / 1_000_000;
            world.end(connection);
          }
        });
    print("dropped at once", millis);
    assertThat(Arrays.stream(millis).average().orElseThrow()).isLessThan(2_000);
  }

  private static void print(String what, long[] millis) {
    long[] sorted = millis.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%s, ready again after: average %.0f ms, p50 %d, p90 %d, p99 %d, max %d ms (%d drops)%n",
        what,
        Arrays.stream(sorted).average().orElseThrow(),
        sorted[sorted.length / 2],
        sorted[sorted.length * 9 / 10],
        sorted[sorted.length * 99 / 100],
        sorted[sorted.length - 1],
        sorted.length);
  }
}

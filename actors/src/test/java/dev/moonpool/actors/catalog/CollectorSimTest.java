package dev.moonpool.actors.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.VirtualTime;
import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationState;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When idle activations end, to the bucket.
@Tag("A24")
class CollectorSimTest {
  @ParameterizedTest
  @ValueSource(longs = {10, 100, 1_000, 600_000, 86_400_000})
  void idle_wheneverItBegan_endsBetweenOneAndNineEighthsOfTheTimeout(long timeoutMillis) {
    Duration timeout = Duration.ofMillis(timeoutMillis);
    withNode(
        timeout,
        (providers, node) -> {
          Time time = providers.time();
          for (int i = 0; i < 40; i++) {
            node.getOrCreate("a" + i);
            time.sleep(timeout.dividedBy(13));
          }
          time.sleep(timeout.multipliedBy(3));

          long slack = Duration.ofMillis(1).toNanos(); // from the wish to the end
          assertThat(node.lived).hasSize(40);
          assertThat(node.lived).allMatch(nanos -> nanos >= timeout.toNanos());
          assertThat(node.lived).allMatch(nanos -> nanos <= timeout.toNanos() * 9 / 8 + slack);
          assertThat(node.catalog.count()).isZero();
        });
  }

  @Test
  void idle_allGone_noTimerIsLeftAndTheNextOneIsWatchedAgain() {
    withNode(
        Duration.ofSeconds(8),
        (providers, node) -> {
          node.getOrCreate("a");
          providers.time().sleep(Duration.ofMinutes(1));
          assertThat(node.catalog.count()).isZero();
          assertThat(node.collector.watched()).isZero();

          providers.time().sleep(Duration.ofHours(7));
          node.getOrCreate("b");
          providers.time().sleep(Duration.ofMillis(7_900));
          assertThat(node.catalog.count()).isEqualTo(1);
          providers.time().sleep(Duration.ofMillis(1_200));
          assertThat(node.catalog.count()).isZero();
        });
  }

  @Test
  void ended_manyShortLives_areNotKeptUntilTheirTimeWouldHaveCome() {
    withNode(
        Duration.ofMinutes(10),
        (providers, node) -> {
          Activation keeps = node.getOrCreate("keeps");
          for (int i = 0; i < 5_000; i++) {
            node.getOrCreate("a" + i).deactivate(DeactivationReason.EXPLICIT);
            if (i % 100 == 0) {
              providers.time().sleep(Duration.ofMillis(1));
            }
          }
          providers.time().sleep(Duration.ofSeconds(1));

          assertThat(node.catalog.count()).isEqualTo(1);
          assertThat(node.collector.watched()).isLessThan(2_100);
          providers.time().sleep(Duration.ofMinutes(24));
          assertThat(keeps.state()).isEqualTo(ActivationState.INVALID);
          assertThat(node.collector.watched()).isZero();
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 7_999_999})
  void idle_tinyTimeout_endsSoonWithoutKeepingTheTimerBusy(long timeoutNanos) {
    withNode(
        Duration.ofNanos(timeoutNanos),
        (providers, node) -> {
          node.getOrCreate("a");
          providers.time().sleep(Duration.ofMillis(20));

          assertThat(node.catalog.count()).isZero();
        });
  }

  @Test
  void idle_timeoutOfCenturies_isForEver() {
    withNode(
        Duration.ofDays(365L * 1_000),
        (providers, node) -> {
          node.getOrCreate("a");
          providers.time().sleep(Duration.ofDays(1));

          assertThat(node.catalog.count()).isEqualTo(1);
          node.collector.close();
        });
  }

  @Test
  void close_watchedActivations_areLeftAlone() {
    withNode(
        Duration.ofSeconds(1),
        (providers, node) -> {
          node.getOrCreate("a");
          node.collector.close();
          node.getOrCreate("b");
          providers.time().sleep(Duration.ofHours(1));

          assertThat(node.catalog.count()).isEqualTo(2);
        });
  }

  private static void withNode(Duration idleTimeout, Body body) {
    VirtualTime.run(
        providers -> {
          try (FakeNode node = new FakeNode(providers, idleTimeout)) {
            body.run(providers, node);
          }
        });
  }

  private interface Body {
    void run(Providers providers, FakeNode node) throws Exception;
  }
}

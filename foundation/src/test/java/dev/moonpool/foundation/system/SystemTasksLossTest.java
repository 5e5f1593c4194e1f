package dev.moonpool.foundation.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Tasks.LossWatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is lost is noticed, and what was closed is not.
@Timeout(60)
class SystemTasksLossTest {
  private static final Duration LITTLE = Duration.ofMillis(20);

  @Test
  void onLost_holderIsUnreachable_isNoticed() throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      CompletableFuture<Boolean> noticed = new CompletableFuture<>();
      LossWatch watch = lose(system.providers(), noticed);
      while (!collected(system.providers(), noticed)) {
        System.gc();
      }
      watch.cancel();
    }
  }

  @Test
  void onLost_watchIsGivenUp_isNotNoticed() throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      CompletableFuture<Boolean> noticed = new CompletableFuture<>();
      lose(system.providers(), noticed).cancel();
      CompletableFuture<Boolean> later = new CompletableFuture<>();
      LossWatch watch = lose(system.providers(), later);
      while (!collected(system.providers(), later)) {
        System.gc();
      }
      watch.cancel();
      assertThat(noticed).isNotDone();
    }
  }

  private static LossWatch lose(Providers providers, CompletableFuture<Boolean> noticed) {
    return providers.tasks().onLost(new Object(), () -> noticed.complete(true));
  }

  private static boolean collected(Providers providers, CompletableFuture<Boolean> noticed)
      throws Exception {
    try {
      return providers.time().await(noticed, LITTLE, "the collector");
    } catch (TimeoutException e) {
      return false;
    }
  }
}

package dev.moonpool.benchmarks.peer;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;

/// What the Pekko contenders share: the time they may take, and an orderly end.
final class PekkoSystems {
  /// How long one ask may take; far above anything measured, so that only a hang reaches it.
  static final Duration ASK_TIMEOUT = Duration.ofSeconds(30);

  private PekkoSystems() {}

  /// Waits for `stage`, naming `what` in the failure if it never comes.
  static <T> T await(CompletionStage<T> stage, String what) {
    try {
      return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(what + " did not succeed within 60 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + what, e);
    }
  }

  /// Terminates `system` and waits for its end.
  static void stop(ActorSystem<?> system) {
    system.terminate();
    await(system.getWhenTerminated(), "the end of actor system " + system.name());
  }
}

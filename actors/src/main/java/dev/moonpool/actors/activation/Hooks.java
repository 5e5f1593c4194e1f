package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.foundation.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Runs an actor's lifecycle hooks, each on a task of its own so that one that hangs can be left
/// behind.
final class Hooks {
  private Hooks() {}

  /// Runs a hook and waits for its end, at most for the node's hook timeout.
  ///
  /// @throws Exception what the hook threw, or a [TimeoutException] if it still runs; it is
  ///     interrupted then
  static void run(Turn turn, String name, Hook hook) throws Exception {
    Activation activation = turn.activation();
    if (!(activation.actor() instanceof ActorLifecycle lifecycle)) {
      return;
    }
    ActivationServices services = activation.type().services();
    CompletableFuture<Void> done = new CompletableFuture<>();
    Task task =
        services
            .providers()
            .tasks()
            .start(name, () -> Turn.runWithin(activation, () -> complete(done, hook, lifecycle)));
    try {
      services
          .providers()
          .time()
          .await(done, services.hookTimeout(), name + " of " + activation.id());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (TimeoutException e) {
      task.interrupt();
      throw e;
    }
  }

  private static void complete(CompletableFuture<Void> done, Hook hook, ActorLifecycle actor) {
    try {
      hook.run(actor);
      done.complete(null);
    } catch (Throwable t) {
      done.completeExceptionally(t);
    }
  }

  /// One of the hooks.
  interface Hook {
    /// Runs it.
    void run(ActorLifecycle actor) throws Exception;
  }
}

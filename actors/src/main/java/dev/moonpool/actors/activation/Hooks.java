package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Time;
import java.time.Duration;
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
            .start(name, () -> turn.runHook(activation, () -> complete(done, hook, lifecycle)));
    try {
      await(turn, done, name + " of " + activation.id());
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

  /// Waits whether interrupted or not. The thread may be a caller's, whose interrupt is no reason
  /// for the actor to fail, and which finds it again; on a runner it is a handler's leftover.
  private static void await(Turn turn, CompletableFuture<Void> done, String what)
      throws ExecutionException, TimeoutException {
    ActivationServices services = turn.activation().type().services();
    Time time = services.providers().time();
    Duration left = services.hookTimeout();
    long end = time.nanoTime() + left.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          time.await(done, left, what);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
          left = Duration.ofNanos(Math.max(0, end - time.nanoTime()));
        }
      }
    } finally {
      if (interrupted && turn.isDirect()) {
        Thread.currentThread().interrupt();
      }
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

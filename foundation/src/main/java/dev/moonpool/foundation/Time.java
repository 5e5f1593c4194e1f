package dev.moonpool.foundation;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Clocks, sleeping and timers.
///
/// JDK waits with a time limit (`poll(timeout)`, `orTimeout`, `Thread.sleep`) read the real clock
/// and so do not exist in virtual time; this interface has what replaces them.
public interface Time {
  /// A monotonic clock in nanoseconds with an arbitrary origin: only differences mean anything.
  long nanoTime();

  /// The wall clock. It may jump; never measure with it.
  Instant now();

  /// Whether time passes only while nothing runs, as in a simulation: not unless overridden.
  default boolean isVirtual() {
    return false;
  }

  /// Blocks the calling task for at least `duration`.
  ///
  /// @throws InterruptedException if the task is interrupted meanwhile
  void sleep(Duration duration) throws InterruptedException;

  /// Runs `action` once after `delay`, never before.
  ///
  /// The action runs on the timer's own thread: it must be short and must not block. Work that
  /// blocks is handed to [Tasks#start].
  ///
  /// @throws ClosedProvidersException if these providers are closed
  Timer schedule(Duration delay, Runnable action);

  /// Runs `action` when these providers are closed, on the thread that closes them: for code that
  /// would otherwise wait for a timer that never fires. It must be short and must not block.
  ///
  /// Providers that are never closed, as those of a simulation, run none: that is what the method
  /// does unless overridden.
  ///
  /// @return with which to forget `action` again
  default Timer onClose(Runnable action) {
    return () -> {};
  }

  /// Waits for `future` at most `within`.
  ///
  /// @param what what is being waited for; becomes the message of the timeout
  /// @return the future's value
  /// @throws TimeoutException if it has not completed in time; the future is left as it is
  /// @throws ExecutionException if it completed with an exception
  /// @throws InterruptedException if the task is interrupted meanwhile
  default <T> T await(CompletableFuture<T> future, Duration within, String what)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (future.isDone()) {
      return future.get();
    }
    CompletableFuture<T> bounded = future.copy();
    Timer timer =
        schedule(
            within,
            () ->
                bounded.completeExceptionally(
                    new TimeoutException("waited " + DurationText.of(within) + " for " + what)));
    try {
      return bounded.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException timeout && !future.isDone()) {
        throw timeout;
      }
      throw e;
    } finally {
      timer.cancel();
    }
  }

  /// A timer that was set by [#schedule].
  interface Timer {
    /// Stops the timer if it has not fired yet; otherwise does nothing. Idempotent.
    void cancel();
  }
}

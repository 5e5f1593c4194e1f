package dev.moonpool.foundation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// What the suites of the four providers share: a world to run a test in.
///
/// A subclass runs the body on a task of its world; a simulated one drives that world until the
/// body has ended. So a body starts tasks and waits only through the providers it is given.
public abstract class ProvidersContract {
  /// Long enough for anything that these suites wait for.
  protected static final Duration DEADLINE = Duration.ofSeconds(20);

  /// For subclasses.
  protected ProvidersContract() {}

  /// Runs `body` in a fresh world, and throws what it throws.
  protected abstract void run(Body body) throws Exception;

  /// A test.
  public interface Body {
    /// Tests `providers`.
    void run(Providers providers) throws Exception;
  }

  /// Waits for `future` up to [#DEADLINE].
  protected static <T> T await(Providers providers, CompletableFuture<T> future, String what)
      throws Exception {
    return providers.time().await(future, DEADLINE, what);
  }
}

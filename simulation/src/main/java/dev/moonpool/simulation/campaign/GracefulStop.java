package dev.moonpool.simulation.campaign;

import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Ends a campaign when the JVM is told to end (Ctrl-C), and holds the JVM until the report is out.
///
/// ```java
/// try (GracefulStop _ = GracefulStop.install(time, campaign::stop)) {
///   print(campaign.run(progress));
/// }
/// ```
public final class GracefulStop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private GracefulStop(Time time, Runnable stop) {
    hook =
        Thread.ofPlatform()
            .name("stop on interrupt")
            .unstarted(
                () -> {
                  stop.run();
                  time.schedule(PATIENCE, done::countDown);
                  awaitDone();
                });
  }

  /// From now on `stop` runs when the JVM is told to end.
  public static GracefulStop install(Time time, Runnable stop) {
    GracefulStop installed = new GracefulStop(time, stop);
    Runtime.getRuntime().addShutdownHook(installed.hook);
    return installed;
  }

  /// The report is out: the JVM may end.
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already; the hook has been told.
    }
  }

  private void awaitDone() {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

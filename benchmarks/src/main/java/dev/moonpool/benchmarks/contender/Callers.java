package dev.moonpool.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A hundred blocking callers that share a piece of work among them.
public final class Callers {
  private static final int COUNT = 100;

  private final Thread.Builder threads;

  /// Callers of one kind: `virtual` or `platform` threads.
  public Callers(String kind) {
    threads = "virtual".equals(kind) ? Thread.ofVirtual() : Thread.ofPlatform();
  }

  /// Runs `work` for every number below `items`, each caller every hundredth, and returns once all
  /// is done.
  ///
  /// @throws IllegalStateException with the first failure of any of them
  public void each(int items, IntConsumer work) throws InterruptedException {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> started = new ArrayList<>();
    for (int caller = 0; caller < COUNT; caller++) {
      int first = caller;
      started.add(
          threads.start(
              () -> {
                try {
                  for (int i = first; i < items; i += COUNT) {
                    work.accept(i);
                  }
                } catch (RuntimeException | Error e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    for (Thread each : started) {
      each.join();
    }
    Throwable first = failure.get();
    if (first != null) {
      throw new IllegalStateException("a caller failed", first);
    }
  }
}

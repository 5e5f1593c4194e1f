package dev.moonpool.simulation.campaign;

import dev.moonpool.foundation.Time;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A campaign in this process: slower to find a fault, without the start of others. For tests.
final class OwnRun {
  private static final long PROGRESS_EVERY_NANOS = 500_000_000;

  private final Time time;
  private final Tally tally;
  private final BooleanSupplier stopped;
  private final Consumer<Progress> watcher;
  private final SeedRun runs;
  private final int canaryEvery;

  OwnRun(
      Time time,
      CampaignOptions options,
      Tally tally,
      BooleanSupplier stopped,
      Consumer<Progress> watcher) {
    this.time = time;
    this.tally = tally;
    this.stopped = stopped;
    this.watcher = watcher;
    this.runs = new SeedRun(options.scenario(), options.topology(), options.profile());
    this.canaryEvery = options.canaryEvery();
  }

  void run() {
    long toldNanos = time.nanoTime();
    OptionalLong seed = tally.next(toldNanos);
    while (seed.isPresent()) {
      one(seed.getAsLong());
      long now = time.nanoTime();
      if (now - toldNanos >= PROGRESS_EVERY_NANOS) {
        toldNanos = now;
        watcher.accept(tally.progress(now));
      }
      if (stopped.getAsBoolean()) {
        tally.stop();
      }
      seed = tally.next(now);
    }
  }

  private void one(long seed) {
    boolean sampled = canaryEvery > 0 && tally.index(seed) % canaryEvery == 0;
    tally.add(sampled ? runs.checkedTwice(seed) : runs.checked(seed));
  }
}

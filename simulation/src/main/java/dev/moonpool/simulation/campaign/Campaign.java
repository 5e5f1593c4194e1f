package dev.moonpool.simulation.campaign;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.Failure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Many seeds of one scenario, run by one process for each core.
///
/// ```java
/// Campaign campaign = new Campaign(providers, CampaignOptions.builder(new
/// BankScenario()).build());
/// CampaignReport report = campaign.run(new ProgressLine(System.err, true));
/// System.out.print(report.text());
/// System.exit(report.exitCode());
/// ```
///
/// A JVM runs one world at a time, so each worker is a process of its own; one that dies is a
/// failure of the seed it was at, and another takes its place. [#run] is called once, by a platform
/// thread; [#stop] by any.
public final class Campaign {
  private final Providers providers;
  private final CampaignOptions options;
  private final long firstSeed;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<Runnable> onStop = new AtomicReference<>(() -> {});

  /// A campaign that has not begun.
  public Campaign(Providers providers, CampaignOptions options) {
    this.providers = providers;
    this.options = options;
    this.firstSeed = options.firstSeed().orElseGet(() -> providers.randomness().nextLong());
  }

  /// The first seed, drawn if the options left it open: with it the campaign can be run again.
  public long firstSeed() {
    return firstSeed;
  }

  /// Runs until one of the ends in the options, a failure, or [#stop].
  ///
  /// @param watcher told of progress twice a second, on this thread
  /// @throws InterruptedException if the thread is interrupted; workers are ended
  public CampaignReport run(Consumer<Progress> watcher) throws InterruptedException {
    Tally tally = new Tally(options, firstSeed, providers.time().nanoTime());
    Optional<Failure> forbidden = ScenarioCode.failure(options.scenario());
    if (forbidden.isPresent()) {
      tally.fail(firstSeed, forbidden.get());
      return tally.report(providers.time().nanoTime(), List.of());
    }
    if (options.workers() == 0) {
      new OwnRun(providers.time(), options, tally, stopped::get, watcher).run();
    } else {
      forked(tally, watcher);
    }
    List<String> unvisited =
        options.marksUnder().isEmpty()
            ? List.of()
            : MarkFinder.marksUnder(options.marksUnder()).stream()
                .filter(mark -> !tally.marks().containsKey(mark))
                .toList();
    return tally.report(providers.time().nanoTime(), unvisited);
  }

  private void forked(Tally tally, Consumer<Progress> watcher) throws InterruptedException {
    try (ForkedRun run = new ForkedRun(providers, options, tally, watcher)) {
      onStop.set(run::stop);
      if (stopped.get()) {
        run.stop();
      }
      run.run();
    }
  }

  /// Ends the campaign soon: [#run] returns the report of what was done until then. Idempotent.
  public void stop() {
    stopped.set(true);
    onStop.get().run();
  }
}

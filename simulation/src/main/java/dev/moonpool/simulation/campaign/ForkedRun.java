package dev.moonpool.simulation.campaign;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.SeedOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A campaign by forked workers: one queue of what they and the clock say, one thread that acts on
/// it.
final class ForkedRun implements AutoCloseable {
  /// One seed to run and one to go on with at once.
  private static final int HANDED_OUT_MAX = 2;

  private static final Duration TICK = Duration.ofMillis(500);

  /// What a shell's interrupt and a plain kill leave as exit code: somebody ends the whole
  /// campaign.
  private static final List<Integer> ENDED_FROM_OUTSIDE = List.of(130, 143);

  private static final int CANARY_NUMBER = 1_000;

  private final Providers providers;
  private final Time time;
  private final CampaignOptions options;
  private final Tally tally;
  private final Consumer<Progress> watcher;
  private final Canary canary;
  private final LinkedBlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
  private final List<Worker> workers = new ArrayList<>();
  private final TreeMap<Long, Failure> differing = new TreeMap<>();
  private @Nullable Worker second;
  private Time.@Nullable Timer ticking;

  ForkedRun(Providers providers, CampaignOptions options, Tally tally, Consumer<Progress> watcher) {
    this.providers = providers;
    this.time = providers.time();
    this.options = options;
    this.tally = tally;
    this.watcher = watcher;
    this.canary = new Canary(options.canaryEvery());
  }

  private sealed interface Happening {
    /// A worker did something.
    record ByWorker(Worker.Event event) implements Happening {}

    /// Time has passed.
    record Tick() implements Happening {}

    /// Somebody wants the campaign to end.
    record Stop() implements Happening {}
  }

  /// Ends the run soon. From any thread.
  void stop() {
    happenings.add(new Happening.Stop());
  }

  /// Runs to the end of the campaign.
  void run() throws InterruptedException {
    for (int i = 0; i < options.workers(); i++) {
      workers.add(start(i));
    }
    tickLater();
    handOut();
    while (isBusy() && !tally.isStopped()) {
      switch (happenings.take()) {
        case Happening.ByWorker(Worker.Event event) -> heard(event);
        case Happening.Tick _ -> tick();
        case Happening.Stop _ -> tally.stop();
      }
      handOut();
    }
    tellDifferences();
  }

  private Worker start(int number) {
    return Worker.start(
        number, providers.tasks(), options, event -> happenings.add(new Happening.ByWorker(event)));
  }

  private void tickLater() {
    ticking = time.schedule(TICK, () -> happenings.add(new Happening.Tick()));
  }

  private void tick() {
    long now = time.nanoTime();
    watcher.accept(tally.progress(now));
    long bound = options.worker().seedWallMax().toNanos();
    workers.forEach(worker -> worker.endIfStuck(now, bound));
    if (second != null) {
      second.endIfStuck(now, bound);
    }
    tickLater();
  }

  private boolean isBusy() {
    return workers.stream().anyMatch(worker -> worker.handedOut() > 0)
        || second != null && second.handedOut() > 0;
  }

  /// Gives each worker its share, one seed at a time in turn.
  private void handOut() {
    long now = time.nanoTime();
    for (int share = 1; share <= HANDED_OUT_MAX; share++) {
      for (Worker worker : workers) {
        if (worker.handedOut() < share) {
          OptionalLong seed = tally.next(now);
          if (seed.isEmpty()) {
            return;
          }
          worker.run(seed.getAsLong(), now);
        }
      }
    }
  }

  private void heard(Worker.Event event) {
    switch (event) {
      case Worker.Event.Answered(Worker worker, SeedOutcome outcome) -> {
        worker.answered(outcome, time.nanoTime());
        if (worker == second) {
          canary.second(outcome).ifPresent(failure -> differing.put(outcome.seed(), failure));
        } else {
          answered(outcome);
        }
      }
      case Worker.Event.Babbled(Worker worker, String _) -> worker.kill();
      case Worker.Event.Ended(Worker worker, int exitCode) -> ended(worker, exitCode);
    }
  }

  private void answered(SeedOutcome outcome) {
    tally.add(outcome);
    if (canary.first(tally.index(outcome.seed()), outcome)) {
      if (second == null) {
        second = start(CANARY_NUMBER);
      }
      second.run(outcome.seed(), time.nanoTime());
    }
  }

  private void ended(Worker worker, int exitCode) {
    List<Long> unanswered = worker.unanswered();
    if (ENDED_FROM_OUTSIDE.contains(exitCode) && !worker.wasStuck()) {
      tally.stop();
    } else if (worker == second) {
      second = null;
      unanswered.forEach(canary::forget);
      unanswered.stream().findFirst().ifPresent(seed -> tally.fail(seed, death(worker, exitCode)));
    } else if (workers.remove(worker)) {
      if (!unanswered.isEmpty()) {
        tally.lost(unanswered.getFirst(), death(worker, exitCode));
        tally.giveBack(unanswered.subList(1, unanswered.size()));
      }
      workers.add(start(worker.number()));
    }
  }

  private Failure death(Worker worker, int exitCode) {
    if (worker.wasStuck()) {
      return new Failure(
          Failure.Kind.LIVENESS,
          "a seed ends",
          "the seed did not end within " + Durations.text(options.worker().seedWallMax()),
          worker.errorText());
    }
    return new Failure(
        Failure.Kind.CRASH,
        "worker process died",
        "exit code " + exitCode + (exitCode == 3 ? ", perhaps out of memory" : ""),
        worker.errorText());
  }

  /// Runs seeds that differed once more, with traces, to show where.
  private void tellDifferences() throws InterruptedException {
    boolean first = true;
    for (var entry : differing.entrySet()) {
      long seed = entry.getKey();
      Failure failure = entry.getValue();
      Optional<String> where =
          first ? TracePair.compare(providers, options, seed) : Optional.empty();
      first = false;
      tally.differs(
          seed,
          ScenarioCode.withSuspicion(
              new Failure(
                  failure.kind(),
                  failure.name(),
                  failure.message(),
                  where.map(text -> text + "\n").orElse("") + failure.details()),
              options.scenario()));
    }
  }

  @Override
  public void close() {
    if (ticking != null) {
      ticking.cancel();
    }
    List<Worker> all = new ArrayList<>(workers);
    if (second != null) {
      all.add(second);
    }
    all.forEach(Worker::kill);
  }
}

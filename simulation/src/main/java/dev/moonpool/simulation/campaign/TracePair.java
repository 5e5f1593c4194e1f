package dev.moonpool.simulation.campaign;

import dev.moonpool.foundation.Providers;
import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.SeedCheck;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.trace.Divergence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/// One seed run in two fresh JVMs, both writing their traces, to find the first event that differs.
final class TracePair {
  private static final int FIRST_NUMBER = 2_000;

  private TracePair() {}

  /// What differs, or empty if a worker died.
  static Optional<String> compare(Providers providers, CampaignOptions options, long seed)
      throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("moonpool-traces");
      Path one = folder.resolve("first");
      Path other = folder.resolve("second");
      try {
        if (write(providers, options, seed, List.of(one, other)).size() < 2) {
          return Optional.empty();
        }
        return Optional.of(
            Divergence.of(Files.readAllLines(one), Files.readAllLines(other)).details());
      } finally {
        Files.deleteIfExists(one);
        Files.deleteIfExists(other);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare traces: " + e.getMessage(), e);
    }
  }

  /// A failure if another JVM gives something else than `here`, whose trace was recorded.
  static Optional<Failure> difference(
      Providers providers, CampaignOptions options, SeedOutcome here) throws InterruptedException {
    try {
      Path file = Files.createTempFile("moonpool-trace", "");
      try {
        List<SeedOutcome> there = write(providers, options, here.seed(), List.of(file));
        if (there.isEmpty() || SeedCheck.agree(here, there.getFirst())) {
          return Optional.empty();
        }
        String where = Divergence.of(here.trace(), Files.readAllLines(file)).details();
        return Optional.of(SeedCheck.difference(here, there.getFirst(), where));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare traces: " + e.getMessage(), e);
    }
  }

  private static List<SeedOutcome> write(
      Providers providers, CampaignOptions options, long seed, List<Path> files)
      throws InterruptedException {
    LinkedBlockingQueue<Worker.Event> events = new LinkedBlockingQueue<>();
    List<SeedOutcome> outcomes = new ArrayList<>();
    int number = FIRST_NUMBER;
    for (Path file : files) {
      Worker worker = Worker.start(number, providers.tasks(), options, events::add);
      number += FIRST_NUMBER;
      try {
        worker.trace(seed, file, providers.time().nanoTime());
        if (!(events.take() instanceof Worker.Event.Answered(Worker _, SeedOutcome outcome))) {
          return List.of();
        }
        outcomes.add(outcome);
      } finally {
        worker.kill();
      }
      awaitEnd(events);
    }
    return outcomes;
  }

  private static void awaitEnd(LinkedBlockingQueue<Worker.Event> events)
      throws InterruptedException {
    while (!(events.take() instanceof Worker.Event.Ended)) {
      // What a worker says after its answer is of no use.
    }
  }
}

package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.Failure.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Only what a world's own threads log is judged and taken.
@Tag("field-O8")
class WorldLogSimTest {
  private static final Logger LOG = Logger.getLogger(WorldLogSimTest.class.getName());
  private static final Logger ROOT = LogManager.getLogManager().getLogger("");

  @Test
  void severe_ofAnotherThread_failsNoSeedAndReachesItsHandlers() {
    Kept kept = new Kept();
    ROOT.addHandler(kept);
    try {
      SeedOutcome outcome =
          Worlds.calm(
              1,
              context -> {
                CompletableFuture<Boolean> logged = new CompletableFuture<>();
                Thread.ofPlatform().start(() -> logged.complete(log("of another test")));
                while (!logged.isDone()) {
                  Thread.onSpinWait();
                }
              });
      Worlds.passed(outcome);
    } finally {
      ROOT.removeHandler(kept);
    }

    assertThat(kept.texts).containsExactly("of another test");
  }

  @Test
  void severe_ofATask_failsTheSeedAndReachesNoHandler() {
    Kept kept = new Kept();
    ROOT.addHandler(kept);
    try {
      SeedOutcome outcome = Worlds.calm(1, context -> log("of the world"));

      assertThat(Worlds.failed(outcome, Kind.INVARIANT).message()).contains("of the world");
    } finally {
      ROOT.removeHandler(kept);
    }
    assertThat(kept.texts).isEmpty();
  }

  @Test
  void severe_ofALoggerMadeInTheWorld_failsTheSeed() {
    SeedOutcome outcome =
        Worlds.calm(
            1, context -> Logger.getLogger("made." + context.name()).severe("by a new logger"));

    assertThat(Worlds.failed(outcome, Kind.INVARIANT).message()).contains("by a new logger");
  }

  @Test
  void install_rootHandlers_stayWhereTheyAre() {
    List<Handler> before = List.of(ROOT.getHandlers());
    List<Handler> during = new ArrayList<>();
    Worlds.passed(Worlds.calm(1, context -> during.addAll(List.of(ROOT.getHandlers()))));

    assertThat(during).containsAll(before);
    assertThat(ROOT.getHandlers()).containsExactlyElementsOf(before);
  }

  @Test
  void filter_ofALogger_stillDecidesForOtherThreads() {
    Kept kept = new Kept();
    Logger filtered = Logger.getLogger("dev.moonpool.simulation.filtered");
    filtered.setFilter(record -> !record.getMessage().contains("hidden"));
    filtered.addHandler(kept);
    filtered.setLevel(Level.INFO);
    Worlds.passed(Worlds.calm(1, context -> {}));
    filtered.info("hidden");
    filtered.info("shown");

    assertThat(kept.texts).containsExactly("shown");
  }

  private static boolean log(String text) {
    LOG.log(Level.SEVERE, text);
    return true;
  }

  /// Keeps what it is told.
  private static final class Kept extends Handler {
    private final List<String> texts = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void publish(LogRecord record) {
      texts.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

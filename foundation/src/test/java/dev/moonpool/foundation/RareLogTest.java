package dev.moonpool.foundation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field-F6")
class RareLogTest {
  private final Lines lines = new Lines();
  private final Minutes time = new Minutes();
  private final RareLog log = new RareLog(lines, time);

  @Test
  void log_manyOfOneCause_areOneLineAMinuteWithACount() {
    for (int i = 0; i < 3_000; i++) {
      int number = i;
      log.log(Level.WARNING, "disk full", () -> "actor " + number);
    }
    assertThat(lines.written).containsExactly("WARNING actor 0");

    time.pass();
    assertThat(lines.written)
        .containsExactly(
            "WARNING actor 0", "WARNING actor 2999 (and 2998 more like it in the last minute)");
    log.log(Level.WARNING, "disk full", () -> "actor 3000");
    assertThat(lines.written).hasSize(2);
    time.pass();
    assertThat(lines.written).hasSize(3);
    assertThat(lines.written.getLast()).isEqualTo("WARNING actor 3000");
  }

  @Test
  void log_aQuietMinuteBetween_isWrittenAtOnceAndNoTimerIsLeft() {
    log.log(Level.INFO, "cause", () -> "first");
    time.pass();
    assertThat(time.timers).isEmpty();
    log.log(Level.INFO, "cause", () -> "second");
    assertThat(lines.written).containsExactly("INFO first", "INFO second");
  }

  @Test
  void log_twoCauses_doNotHideEachOther() {
    log.log(Level.WARNING, "one", () -> "1");
    log.log(Level.WARNING, "two", () -> "2");
    log.log(Level.WARNING, "one", () -> "3");
    assertThat(lines.written).containsExactly("WARNING 1", "WARNING 2");
  }

  @Test
  void log_moreCausesThanAreToldApart_countAsOne() {
    for (int i = 0; i < 10 * RareLog.CAUSES_MAX; i++) {
      log.log(Level.WARNING, "cause " + i, () -> "line");
    }
    assertThat(lines.written).hasSize(RareLog.CAUSES_MAX + 1);
    time.pass();
    assertThat(lines.written).hasSize(RareLog.CAUSES_MAX + 2);
    assertThat(time.timers).hasSize(1);
  }

  @Test
  void log_levelIsOff_makesNoTextAndTheSameTimers() {
    log.log(
        Level.DEBUG,
        "cause",
        () -> {
          throw new AssertionError("the text is not wanted");
        });
    assertThat(lines.written).isEmpty();
    assertThat(time.timers).as("as in a world whose log is on").hasSize(1);
  }

  /// Timers that fire when the test says that a minute has passed.
  private static final class Minutes implements Time {
    private Queue<Runnable> timers = new ArrayDeque<>();

    void pass() {
      Queue<Runnable> due = timers;
      timers = new ArrayDeque<>();
      due.forEach(Runnable::run);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      assertThat(delay).isEqualTo(Duration.ofMinutes(1));
      timers.add(action);
      return () -> timers.remove(action);
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public void sleep(Duration duration) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Lines implements Logger {
    private final List<String> written = new ArrayList<>();

    @Override
    public String getName() {
      return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
      return level != Level.DEBUG;
    }

    @Override
    public void log(Level level, Supplier<String> message, Throwable thrown) {
      written.add(level + " " + message.get());
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
      written.add(level + " " + message);
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String format, Object... parameters) {
      written.add(level + " " + format);
    }
  }
}

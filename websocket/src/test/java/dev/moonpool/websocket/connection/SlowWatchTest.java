package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A handler that holds up the loop is told of, and many quick ones are not taken for it.
@Tag("W9")
final class SlowWatchTest {
  private static final Logger LOG = Logger.getLogger(HandlerLog.class.getName());
  private static final long MILLI = 1_000_000;

  private final HandTime time = new HandTime();
  private final HandlerLog log = new HandlerLog(time);
  private final SlowWatch watch = new SlowWatch(time, log);
  private final Records records = new Records();

  @BeforeEach
  void listen() {
    LOG.setUseParentHandlers(false);
    LOG.setLevel(Level.WARNING);
    LOG.addHandler(records);
  }

  @AfterEach
  void stopListening() {
    LOG.removeHandler(records);
    LOG.setLevel(null);
    LOG.setUseParentHandlers(true);
  }

  @Test
  void oneSlowCallAmongMany_isToldOf() {
    watch.begin(time.nanos);
    for (int call = 0; call < 100; call++) {
      time.nanos += call == 37 ? 11 * MILLI : 1_000;
      watch.step();
    }
    watch.end();

    assertThat(records.all).hasSize(1);
  }

  @Test
  void manyQuickCalls_howeverLongTogether_areNot() {
    watch.begin(time.nanos);
    for (int call = 0; call < 1_000; call++) {
      time.nanos += MILLI / 2;
      watch.step();
    }
    watch.end();

    assertThat(records.all).isEmpty();
  }

  @Test
  @Tag("field-F6")
  void slowCalls_inOneMinute_areOneLineAndThenACount() {
    for (int call = 0; call < 150; call++) {
      watch.begin(time.nanos);
      time.nanos += 20 * MILLI;
      watch.step();
      watch.end();
    }
    assertThat(records.texts())
        .containsExactly("the protocol handler held up its event loop: 1 message(s) took 20 ms");

    time.passMinute();
    assertThat(records.texts()).hasSize(2);
    assertThat(records.texts().getLast()).endsWith("(and 148 more like it in the last minute)");
  }

  @Test
  @Tag("field-F6")
  void failures_ofOneExceptionClass_areOneLineAndThenACount() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      log.failed(new IllegalStateException("attempt " + attempt));
    }
    assertThat(records.texts()).containsExactly("the protocol handler failed");
    assertThat(records.all.getFirst().getThrown()).hasMessage("attempt 0");

    time.passMinute();
    assertThat(records.texts().getLast()).endsWith("(and 998 more like it in the last minute)");
    assertThat(records.all.getLast().getThrown()).hasMessage("attempt 999");
  }

  @Test
  @Tag("field-F6")
  void failures_ofTwoClassesAndSlowness_doNotHideEachOther() {
    log.failed(new IllegalStateException("one"));
    log.failed(new IllegalArgumentException("two"));
    log.heldUp(1, 11);

    assertThat(records.all).hasSize(3);
  }

  /// Time that passes by hand.
  private static final class HandTime implements Time {
    private final List<Runnable> timers = new ArrayList<>();
    private long nanos;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Instant now() {
      throw new UnsupportedOperationException("only the clock is read");
    }

    @Override
    public void sleep(Duration duration) {
      throw new UnsupportedOperationException("only the clock is read");
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      timers.add(action);
      return () -> timers.remove(action);
    }

    void passMinute() {
      List<Runnable> due = List.copyOf(timers);
      timers.clear();
      due.forEach(Runnable::run);
    }
  }

  private static final class Records extends Handler {
    private final List<LogRecord> all = new ArrayList<>();

    List<String> texts() {
      return all.stream().map(LogRecord::getMessage).toList();
    }

    @Override
    public void publish(LogRecord record) {
      all.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

package dev.moonpool.actors.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Few readings for quick messages without deadlines, one for each of the others.
@Tag("A21")
final class BatchClockTest {
  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final CountedTime time = new CountedTime();
  private final BatchClock clock = new BatchClock(time);

  @Test
  void begins_quickMessagesWithoutDeadline_readsLessAndLess() {
    for (int i = 0; i < 64; i++) {
      clock.begins(NO_DEADLINE);
      time.nanos += 100;
    }

    assertThat(time.readings).isLessThanOrEqualTo(9);
  }

  @Test
  void begins_messagesWithDeadline_getTheTimeOfTheirBeginning() {
    for (int i = 0; i < 64; i++) {
      clock.begins(NO_DEADLINE);
    }
    time.nanos += 7_000_000;

    assertThat(clock.begins(time.nanos + 1)).isEqualTo(time.nanos);
    time.nanos += 3;
    assertThat(clock.begins(time.nanos + 1)).isEqualTo(time.nanos);
  }

  @Test
  void batchNanos_slowMessagesFromTheStart_isRightAfterEach() {
    clock.begins(NO_DEADLINE);
    time.nanos += 400_000;
    clock.begins(NO_DEADLINE);

    assertThat(clock.batchNanos()).isEqualTo(400_000);
  }

  @Test
  void batchNanos_messagesThatTurnSlow_isRightAfterFew() {
    for (int i = 0; i < 40; i++) {
      clock.begins(NO_DEADLINE);
    }
    int slow = 0;
    while (clock.batchNanos() <= TurnLoop.BATCH_NANOS_MAX) {
      time.nanos += 1_000_001;
      clock.begins(NO_DEADLINE);
      slow++;
    }
    assertThat(slow).isLessThanOrEqualTo(16);

    time.nanos += 5;
    assertThat(clock.begins(NO_DEADLINE)).as("read for each again").isEqualTo(time.nanos);
  }

  @Test
  void restart_beginsAnotherBatch() {
    time.nanos += 900;
    clock.begins(1L << 40);
    clock.restart();

    assertThat(clock.batchNanos()).isZero();
    assertThat(clock.begins(NO_DEADLINE)).isEqualTo(time.nanos);
  }

  /// A clock that stands until the test moves it, and counts who looks.
  private static final class CountedTime implements Time {
    private long nanos = 1_000;
    private int readings;

    @Override
    public long nanoTime() {
      readings++;
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      throw new UnsupportedOperationException("a batch schedules nothing");
    }
  }
}

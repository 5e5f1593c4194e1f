package dev.moonpool.foundation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S6")
final class FaultPointTest {
  @AfterEach
  void forget() {
    FaultPoint.decideBy(null);
  }

  @Test
  void fires_withoutPlan_never() {
    assertThat(FaultPoint.fires("store.save")).isFalse();
  }

  @Test
  void fires_withPlan_asItDecides() {
    FaultPoint.decideBy(planFor("store.save"));
    assertThat(FaultPoint.fires("store.save")).isTrue();
    assertThat(FaultPoint.fires("store.load")).isFalse();
  }

  @Test
  void delay_thatFires_sleepsAsLongAsThePlanSays() {
    FakeTime time = new FakeTime(false);
    FaultPoint.decideBy(planFor("catalog.before-lock"));
    FaultPoint.delay("catalog.before-lock", time);
    FaultPoint.delay("elsewhere", time);
    assertThat(time.slept).containsExactly(Duration.ofMillis(7));
  }

  @Test
  void delay_interrupted_keepsTheInterrupt() {
    FaultPoint.decideBy(planFor("catalog.before-lock"));
    FaultPoint.delay("catalog.before-lock", new FakeTime(true));
    assertThat(Thread.interrupted()).isTrue();
  }

  private static FaultPoint.Plan planFor(String active) {
    return new FaultPoint.Plan() {
      @Override
      public boolean fires(String site) {
        return site.equals(active);
      }

      @Override
      public Duration delay(String site) {
        return Duration.ofMillis(7);
      }
    };
  }

  private static final class FakeTime implements Time {
    private final List<Duration> slept = new ArrayList<>();
    private final boolean interrupted;

    FakeTime(boolean interrupted) {
      this.interrupted = interrupted;
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
    public void sleep(Duration duration) throws InterruptedException {
      if (interrupted) {
        throw new InterruptedException("asked to stop");
      }
      slept.add(duration);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      throw new IllegalStateException("nobody sets a timer here");
    }
  }
}

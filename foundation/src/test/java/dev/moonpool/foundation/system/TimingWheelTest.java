package dev.moonpool.foundation.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A15")
final class TimingWheelTest {
  private final TimingWheel wheel = new TimingWheel();

  @Test
  void nextTick_emptyWheel_isNone() {
    assertThat(wheel.nextTick()).isEqualTo(TimingWheel.NONE);
    assertThat(wheel.advance(1_000_000)).isNull();
    assertThat(wheel.size()).isZero();
  }

  @Test
  void advance_beforeTheTick_givesNothing() {
    wheel.add(new Numbered(1), 100);
    assertThat(drain(99)).isEmpty();
    assertThat(drain(100)).containsExactly(1);
    assertThat(wheel.size()).isZero();
  }

  @Test
  void advance_sameTick_keepsTheOrderOfAdding() {
    wheel.add(new Numbered(1), 5_000);
    drain(4_990);
    wheel.add(new Numbered(2), 5_000);
    wheel.add(new Numbered(3), 5_000);
    assertThat(drain(6_000)).containsExactly(1, 2, 3);
  }

  @Test
  void add_tickThatHasPassed_isDueAtTheNext() {
    drain(500);
    wheel.add(new Numbered(1), 3);
    assertThat(drain(500)).isEmpty();
    assertThat(drain(501)).containsExactly(1);
  }

  @Test
  void add_twice_isRefused() {
    Numbered entry = new Numbered(1);
    wheel.add(entry, 10);
    assertThatThrownBy(() -> wheel.add(entry, 11)).isInstanceOf(InvariantViolation.class);
  }

  @Test
  void remove_setTimer_takesItOutOnce() {
    Numbered middle = new Numbered(2);
    wheel.add(new Numbered(1), 70);
    wheel.add(middle, 70);
    wheel.add(new Numbered(3), 70);
    assertThat(wheel.remove(middle)).isTrue();
    assertThat(wheel.remove(middle)).isFalse();
    assertThat(drain(70)).containsExactly(1, 3);
  }

  @Test
  void nextTick_farTimer_needsAtMostOneStopPerLevel() {
    wheel.add(new Numbered(1), TimingWheel.TICK_MAX);
    int stops = 0;
    List<Integer> fired = new ArrayList<>();
    while (wheel.nextTick() != TimingWheel.NONE) {
      fired.addAll(drain(wheel.nextTick()));
      stops++;
    }
    assertThat(fired).containsExactly(1);
    assertThat(stops).isLessThanOrEqualTo(TimingWheel.LEVELS);
  }

  @Test
  void wheel_anyAddsRemovesAndAdvances_agreesWithASortedList() {
    for (int seed = 0; seed < 200; seed++) {
      compareWithModel(Randomness.seeded(seed));
    }
  }

  private static void compareWithModel(Randomness random) {
    TimingWheel wheel = new TimingWheel();
    List<Numbered> model = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 300; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          Numbered entry = new Numbered(step);
          wheel.add(entry, now + (random.nextLong() >>> (22 + random.nextInt(42))));
          model.add(entry);
        }
        case 2 -> {
          if (!model.isEmpty()) {
            Numbered gone = model.remove(random.nextInt(model.size()));
            assertThat(wheel.remove(gone)).isTrue();
          }
        }
        default -> {
          now += random.nextLong() >>> (31 + random.nextInt(33));
          long at = now;
          List<Integer> expected =
              model.stream()
                  .filter(entry -> entry.tick() <= at)
                  .sorted((one, two) -> Long.compare(one.tick(), two.tick()))
                  .map(entry -> entry.number)
                  .toList();
          model.removeIf(entry -> entry.tick() <= at);
          assertThat(drain(wheel, at)).isEqualTo(expected);
        }
      }
      assertThat(wheel.size()).isEqualTo(model.size());
      assertThat(wheel.nextTick()).isGreaterThan(now);
    }
  }

  private List<Integer> drain(long tick) {
    return drain(wheel, tick);
  }

  private static List<Integer> drain(TimingWheel wheel, long tick) {
    List<Integer> due = new ArrayList<>();
    TimingWheel.Entry entry = wheel.advance(tick);
    while (entry != null) {
      due.add(((Numbered) entry).number);
      entry = TimingWheel.following(entry);
    }
    return due;
  }

  private static final class Numbered extends TimingWheel.Entry {
    private final int number;

    Numbered(int number) {
      this.number = number;
    }
  }
}

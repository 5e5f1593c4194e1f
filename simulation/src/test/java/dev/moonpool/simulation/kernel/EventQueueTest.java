package dev.moonpool.simulation.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S1")
class EventQueueTest {
  @Test
  void poll_randomTimes_comeInOrderOfTimeAndSequence() {
    EventQueue queue = new EventQueue();
    Random random = new Random(1);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Event event = new Event(random.nextInt(500), i);
      events.add(event);
      queue.add(event.time, event.sequence, event, null);
    }
    events.sort(Comparator.comparingLong(Event::time).thenComparingLong(Event::sequence));

    assertThat(drain(queue)).isEqualTo(events);
  }

  @Test
  void remove_anywhere_onlyThatOneGoes() {
    Kernel kernel = new Kernel(1, new NoJudge());
    EventQueue queue = new EventQueue();
    Random random = new Random(2);
    List<SimTimer> timers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      SimTimer timer = new SimTimer(kernel, () -> {}, i);
      timers.add(timer);
      queue.add(random.nextInt(100), i, timer, null);
    }
    List<SimTimer> left = new ArrayList<>(timers);
    for (int i = 0; i < 700; i++) {
      queue.remove(left.remove(random.nextInt(left.size())));
    }
    List<Runnable> drained = drain(queue);

    assertThat(drained).hasSize(300);
    assertThat(drained).containsExactlyInAnyOrderElementsOf(left);
    assertThat(timers).allMatch(timer -> timer.place() == -1);
  }

  private static List<Runnable> drain(EventQueue queue) {
    List<Runnable> drained = new ArrayList<>();
    long before = 0;
    while (!queue.isEmpty()) {
      assertThat(queue.headTime()).isGreaterThanOrEqualTo(before);
      before = queue.headTime();
      drained.add(queue.headAction());
      queue.removeHead();
    }
    return drained;
  }

  private record Event(long time, long sequence) implements Runnable {
    @Override
    public void run() {}
  }
}

package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What callers and the owner do to a request at the same time, on real threads.
@Tag("W10")
@Timeout(60)
class OutgoingStressTest {
  private static final int ROUNDS = 2_000;

  @Test
  void end_fromAllSidesAtOnce_happensOnceAndNothingEndedIsSent() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    AtomicInteger sentAfterEnd = new AtomicInteger();
    Capacity places = new Capacity(1);
    race(
        List.of(
            request -> count(ends, request.cancel()),
            request -> count(ends, request.expire()),
            request -> count(ends, request.replied("reply", WsMessage.text("reply"))),
            request -> {
              boolean ended = request.hasEnded();
              count(sentAfterEnd, request.trySend() && ended);
            }),
        places);

    assertThat(ends).hasValue(ROUNDS);
    assertThat(sentAfterEnd).hasValue(0);
    assertThat(places.taken()).isZero();
  }

  @Test
  void capacity_takenByManyThreads_isNeverExceeded() throws Exception {
    Capacity places = new Capacity(3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    race(
        List.of(
            any -> visit(places, inside, most),
            any -> visit(places, inside, most),
            any -> visit(places, inside, most),
            any -> visit(places, inside, most),
            any -> visit(places, inside, most)),
        new Capacity(1));

    assertThat(most.get()).isBetween(1, 3);
    assertThat(places.taken()).isZero();
  }

  private static void visit(Capacity places, AtomicInteger inside, AtomicInteger most) {
    if (places.tryTake()) {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      inside.decrementAndGet();
      places.giveBack();
    }
  }

  private static void race(List<Consumer<Outgoing<String>>> actions, Capacity places)
      throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      List<Outgoing<String>> requests = new ArrayList<>();
      CyclicBarrier together = new CyclicBarrier(actions.size());
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        requests.add(request(i, new Capacity(1)));
      }
      for (Consumer<Outgoing<String>> action : actions) {
        tasks.add(
            system
                .providers()
                .tasks()
                .start(
                    "racer", () -> requests.forEach(request -> step(together, action, request))));
      }
      for (Task task : tasks) {
        task.join();
      }
      assertThat(places.taken()).isZero();
    }
  }

  private static Outgoing<String> request(int number, Capacity places) {
    assertThat(places.tryTake()).isTrue();
    RequestId id = new RequestId("r" + number);
    return new Outgoing<>(id, WsMessage.text("x"), true, Duration.ofSeconds(1), 0, places);
  }

  private static void step(
      CyclicBarrier together, Consumer<Outgoing<String>> action, Outgoing<String> request) {
    try {
      together.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    action.accept(request);
  }

  private static void count(AtomicInteger counter, boolean happened) {
    if (happened) {
      counter.incrementAndGet();
    }
  }
}

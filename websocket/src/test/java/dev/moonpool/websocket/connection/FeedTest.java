package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes from the owner to readers: each item to one of them, nobody left waiting.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FeedTest {
  /// Few enough for a crowded machine, on which each item may cost a switch between threads.
  private static final int ITEMS = 10_000;

  private final SystemProviders system = SystemProviders.start(1);
  private final Feed<Integer> feed = new Feed<>(system.providers().time());

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void items_readByManyThreads_eachComesOnceAndInOrder() throws Exception {
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Integer>>> parts = new ArrayList<>();
      for (int reader = 0; reader < 4; reader++) {
        parts.add(readers.submit(this::readAll));
      }

      for (int i = 0; i < ITEMS; i++) {
        int item = i;
        feed.change(items -> items.add(item));
      }
      feed.end();

      List<Integer> all = new ArrayList<>();
      for (Future<List<Integer>> part : parts) {
        assertThat(part.get()).isSorted();
        all.addAll(part.get());
      }
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ITEMS).boxed().toList());
    }
  }

  @Test
  void poll_nothingComes_isEmptyAfterItsTime() throws Exception {
    assertThat(feed.poll(Duration.ofMillis(5))).isEmpty();
    feed.change(items -> items.add(7));

    assertThat(feed.poll(Duration.ofSeconds(30))).contains(7);
    assertThat(feed.poll(Duration.ZERO)).isEmpty();
  }

  @Test
  void end_whileMoreWait_wakesAll() throws Exception {
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Integer>>> waiting = new ArrayList<>();
      for (int reader = 0; reader < 4; reader++) {
        waiting.add(readers.submit(feed::next));
      }

      feed.endNow();

      for (Future<Optional<Integer>> each : waiting) {
        assertThat(each.get()).isEmpty();
      }
      assertThat(feed.hasEnded()).isTrue();
    }
  }

  @Test
  void next_interrupted_leavesTheItemToAnother() throws Exception {
    Thread.currentThread().interrupt();

    assertThatThrownBy(feed::next).isInstanceOf(InterruptedException.class);

    feed.change(items -> items.add(1));
    assertThat(feed.next()).contains(1);
  }

  private List<Integer> readAll() throws InterruptedException {
    List<Integer> read = new ArrayList<>();
    for (Optional<Integer> next = feed.next(); next.isPresent(); next = feed.next()) {
      read.add(next.get());
    }
    return read;
  }
}

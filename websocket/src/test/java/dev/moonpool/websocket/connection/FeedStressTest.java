package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One owner puts in, many readers wait, give up and are interrupted.
@Timeout(60)
@Tag("W12")
class FeedStressTest {
  private static final int ITEMS = 100_000;
  private static final int READERS = 6;

  @Test
  void items_manyReadersOfWhichSomeGiveUp_areEachReadOnceAndAllEnd() throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      Providers providers = system.providers();
      Feed<Integer> feed = new Feed<>(providers.time());
      ConcurrentLinkedQueue<Integer> read = new ConcurrentLinkedQueue<>();
      List<Task> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        boolean impatient = i % 2 == 0;
        readers.add(providers.tasks().start("reader", () -> readAll(feed, read, impatient)));
      }
      Task nuisance =
          providers
              .tasks()
              .start(
                  "nuisance",
                  () -> {
                    while (readers.stream().anyMatch(reader -> !reader.isDone())) {
                      readers.forEach(Task::interrupt);
                      Thread.yield();
                    }
                  });
      for (int i = 0; i < ITEMS; i++) {
        int item = i;
        feed.change(items -> items.add(item));
      }
      feed.end();
      for (Task reader : readers) {
        reader.join();
      }
      nuisance.join();

      assertThat(read).hasSize(ITEMS).doesNotHaveDuplicates();
      assertThat(feed.hasEnded()).isTrue();
    }
  }

  private static void readAll(
      Feed<Integer> feed, ConcurrentLinkedQueue<Integer> read, boolean impatient) {
    while (!feed.hasEnded()) {
      try {
        Optional<Integer> item = impatient ? feed.poll(Duration.ofNanos(1_000)) : feed.next();
        item.ifPresent(read::add);
      } catch (InterruptedException e) {
        Thread.yield(); // it reads on
      }
    }
  }
}

package dev.moonpool.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.system.SystemProviders;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("W1")
class RequestIdsTest {
  @Test
  void next_many_areUlidsThatSort() {
    try (SystemProviders system = SystemProviders.start(1)) {
      RequestIds ids = new RequestIds(system.providers());
      List<RequestId> made = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        made.add(ids.next());
      }

      assertThat(made).isSorted().doesNotHaveDuplicates();
      assertThat(made).allMatch(id -> id.text().matches("[0-7][0-9A-HJKMNP-TV-Z]{25}"));
    }
  }

  @Test
  void next_fromManyThreads_isUniqueAndSortedForEach() throws InterruptedException {
    try (SystemProviders system = SystemProviders.start(1)) {
      Providers providers = system.providers();
      RequestIds ids = new RequestIds(providers);
      List<List<RequestId>> byThread = new ArrayList<>();
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        List<RequestId> own = new ArrayList<>();
        byThread.add(own);
        tasks.add(providers.tasks().start("ids", () -> draw(ids, own)));
      }
      for (Task task : tasks) {
        task.join();
      }

      Set<RequestId> all = new LinkedHashSet<>();
      for (List<RequestId> own : byThread) {
        assertThat(own).hasSize(2_000).isSorted();
        all.addAll(own);
      }
      assertThat(all).hasSize(16_000);
    }
  }

  @Test
  void parse_itsOwnText_isEqual() {
    RequestId id = new RequestId("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    assertThat(RequestId.parse(id.toString())).isEqualTo(id);
    assertThat(Topic.parse(new Topic("trades.BTC").toString())).isEqualTo(new Topic("trades.BTC"));
  }

  @Test
  void create_emptyOrTooLong_isRefusedWithTheLength() {
    assertThatThrownBy(() -> new RequestId("")).hasMessageContaining("this one has 0");
    assertThatThrownBy(() -> new RequestId("x".repeat(129))).hasMessageContaining("has 129");
    assertThatThrownBy(() -> new Topic("")).hasMessageContaining("this one has 0");
    assertThatThrownBy(() -> new Topic("x".repeat(1_025))).hasMessageContaining("has 1025");
  }

  private static void draw(RequestIds ids, List<RequestId> own) {
    for (int i = 0; i < 2_000; i++) {
      own.add(ids.next());
    }
  }
}

package dev.moonpool.foundation.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.system.SystemProviders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A38")
final class InMemoryStateStoreTest extends StateStoreContract {
  @Override
  protected void run(Body body) throws Exception {
    try (SystemProviders system = SystemProviders.start(1);
        InMemoryStateStore store = InMemoryStateStore.create()) {
      body.run(store, system.providers());
    }
  }

  @Test
  void startingAt_restartWithLaterNumber_incarnationsStillGrow() {
    try (InMemoryStateStore store = InMemoryStateStore.startingAt(1_000)) {
      assertThat(store.nextIncarnation()).isEqualTo(1_000);
      assertThat(store.nextIncarnation()).isEqualTo(1_001);
    }
  }

  @Test
  void keys_afterClaims_areAllInOrder() {
    try (InMemoryStateStore store = InMemoryStateStore.create()) {
      for (String text : new String[] {"b", "a", "c"}) {
        store.loadAndClaim(new StateKey(text), new Fence(0, 0, 1));
      }
      assertThat(store.keys())
          .containsExactly(new StateKey("a"), new StateKey("b"), new StateKey("c"));
    }
  }
}

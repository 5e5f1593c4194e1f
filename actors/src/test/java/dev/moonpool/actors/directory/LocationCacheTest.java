package dev.moonpool.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.system.SystemProviders;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A30")
class LocationCacheTest {
  private static final NodeIdentity A = new NodeIdentity(new NodeAddress("a", 1), 3);
  private static final NodeIdentity B = new NodeIdentity(new NodeAddress("b", 1), 4);

  @Test
  void get_afterPut_isWhatWasPutLast() {
    LocationCache cache = new LocationCache(10);
    assertThat(cache.get(actor(1))).isEmpty();
    cache.put(address(1, A, 1));
    cache.put(address(1, B, 2));
    cache.put(address(1, B, 2));
    assertThat(cache.get(actor(1))).contains(address(1, B, 2));
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void invalidate_ofWhatIsNotCachedNow_leavesWhatIs() {
    LocationCache cache = new LocationCache(10);
    cache.put(address(1, A, 2));
    cache.invalidate(address(1, A, 1));
    cache.invalidate(address(2, A, 1));
    assertThat(cache.get(actor(1))).isPresent();
    cache.invalidate(address(1, A, 2).withFence(new Fence(0, 9, 9)));
    assertThat(cache.get(actor(1))).isEmpty();
    assertThat(cache.size()).isZero();
  }

  @Test
  void nodeSeen_laterRun_forgetsTheEarlierOnly() {
    LocationCache cache = new LocationCache(1_000);
    for (int i = 0; i < 500; i++) {
      cache.put(address(i, i % 2 == 0 ? A : B, 1));
    }
    cache.nodeSeen(B);
    assertThat(cache.size()).isEqualTo(500);
    cache.nodeSeen(new NodeIdentity(B.address(), 5));
    assertThat(cache.size()).isEqualTo(250);
    assertThat(cache.get(actor(0))).isPresent();
    assertThat(cache.get(actor(1))).isEmpty();
  }

  @Test
  void put_beyondTheCapacity_keepsItAndWhatIsInUse() {
    LocationCache cache = new LocationCache(100);
    cache.put(address(0, A, 1));
    for (int i = 1; i < 10_000; i++) {
      cache.put(address(i, A, 1));
      assertThat(cache.get(actor(0))).as("the one in use, after %d", i).isPresent();
      assertThat(cache.size()).isLessThanOrEqualTo(100);
    }
    assertThat(cache.size()).isEqualTo(100);
  }

  @Test
  void put_whenEveryEntryIsInUse_stillEvictsOne() {
    LocationCache cache = new LocationCache(3);
    for (int i = 0; i < 50; i++) {
      cache.put(address(i, A, 1));
      for (int j = 0; j <= i; j++) {
        cache.get(actor(j));
      }
      assertThat(cache.size()).isEqualTo(Math.min(3, i + 1));
    }
  }

  @Test
  void put_intoManySegments_fillsMostOfTheCapacity() {
    LocationCache cache = new LocationCache(10_000);
    for (int i = 0; i < 100_000; i++) {
      cache.put(address(i, A, 1));
    }
    assertThat(cache.size()).isBetween(9_900, 10_000);
  }

  @Test
  void construct_withoutCapacity_isRefused() {
    assertThatThrownBy(() -> new LocationCache(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everything_fromManyThreads_staysBoundedAndRight() throws Exception {
    LocationCache cache = new LocationCache(500);
    try (SystemProviders system = SystemProviders.start(1)) {
      List<Task> tasks = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Randomness randomness = Randomness.seeded(t);
        tasks.add(
            system.providers().tasks().start("user" + t, () -> useAtRandom(cache, randomness)));
      }
      for (Task task : tasks) {
        task.join();
      }
    }
    assertThat(cache.size()).isBetween(1, 500);
    for (int i = 0; i < 1_000; i++) {
      cache.get(actor(i)).ifPresent(cache::invalidate);
    }
    assertThat(cache.size()).isZero();
    for (int i = 0; i < 2_000; i++) {
      cache.put(address(i, A, 1)); // every place is free again
    }
    assertThat(cache.size()).isBetween(450, 500);
  }

  private static void useAtRandom(LocationCache cache, Randomness randomness) {
    for (int i = 0; i < 50_000; i++) {
      int key = randomness.nextInt(1_000);
      switch (randomness.nextInt(8)) {
        case 0 -> cache.put(address(key, A, 1 + randomness.nextInt(3)));
        case 1 -> cache.invalidate(address(key, A, 1 + randomness.nextInt(3)));
        case 2 -> cache.put(address(key, B, 1));
        default -> {
          ActorId actor = actor(key);
          cache
              .get(actor)
              .ifPresent(
                  found -> {
                    if (!found.actor().equals(actor)) {
                      throw new AssertionError(found + " is not " + actor);
                    }
                  });
        }
      }
    }
    cache.nodeSeen(B);
  }

  private static ActorId actor(int number) {
    return new ActorId("bank", "account", "k" + number);
  }

  private static ActorAddress address(int number, NodeIdentity node, long activation) {
    return new ActorAddress(actor(number), node, activation, new Fence(0, 1, 1));
  }
}

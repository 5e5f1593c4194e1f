package dev.moonpool.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.directory.DirectoryPartition.Loss;
import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.system.SystemProviders;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A28")
@Tag("A33")
class DirectoryPartitionTest {
  private static final NodeIdentity A = new NodeIdentity(new NodeAddress("a", 1), 3);
  private static final NodeIdentity B = new NodeIdentity(new NodeAddress("b", 1), 4);
  private static final NodeIdentity B_AGAIN = new NodeIdentity(new NodeAddress("b", 1), 9);
  private static final ActorId ALICE = new ActorId("bank", "account", "alice");

  private final AtomicLong issued = new AtomicLong(8);
  private final FenceIssuer fences = new FenceIssuer(5, issued::incrementAndGet);
  private final DirectoryPartition partition = new DirectoryPartition(fences);

  @Test
  void register_first_isPlacedUnderTheOwnersIncarnation() {
    assertThat(register(ALICE, A, 1))
        .isEqualTo(new Placed(new ActorAddress(ALICE, A, 1, new Fence(0, 5, 1))));
  }

  @Test
  void register_again_keepsItsFence() {
    ActorAddress placed = placed(ALICE, A, 1);
    assertThat(register(ALICE, A, 1)).isEqualTo(new AlreadyHere(placed));
    assertThat(register(ALICE, A, 2)).isEqualTo(new AlreadyHere(placed));
    assertThat(register(ALICE, B, 1)).isEqualTo(new Race(placed));
  }

  @Test
  @Tag("field-F1")
  void register_aboveAForeignFence_takesANewIncarnationAndNeverTheForeignOne() {
    ActorAddress placed = placed(ALICE, A, 1);
    Fence floor = new Fence(0, 8, 2);
    assertThat(partition.register(placed, floor)).isNull();
    assertThat(partition.lookup(ALICE)).isEqualTo(placed);
    fences.renew(floor);
    assertThat(partition.register(placed, floor))
        .isEqualTo(new Placed(placed.withFence(new Fence(0, 9, 1))));
    assertThat(partition.register(placed, floor))
        .isEqualTo(new AlreadyHere(placed.withFence(new Fence(0, 9, 1))));
    partition.unregister(placed);
    assertThat(placed(ALICE, B, 1).fence()).isEqualTo(new Fence(0, 9, 2));
  }

  @Test
  @Tag("field-F1")
  void register_aboveAnOwnFence_goesOnCounting() {
    ActorAddress placed = placed(ALICE, A, 1);
    assertThat(partition.register(placed, new Fence(0, 5, 7)))
        .isEqualTo(new Placed(placed.withFence(new Fence(0, 5, 8))));
    assertThat(issued).hasValue(8);
  }

  @Test
  @Tag("field-F1")
  void register_atTheCountersEnd_takesANewIncarnation() {
    Fence floor = new Fence(0, 5, Long.MAX_VALUE);
    ActorAddress proposed = new ActorAddress(ALICE, A, 1, Fence.NONE);
    assertThat(partition.register(proposed, floor)).isNull();
    fences.renew(floor);
    assertThat(partition.register(proposed, floor))
        .isEqualTo(new Placed(proposed.withFence(new Fence(0, 9, 1))));
  }

  @Test
  void unregister_twice_isTheSameAsOnce() {
    ActorAddress placed = placed(ALICE, A, 1);
    assertThat(partition.unregister(placed)).isTrue();
    assertThat(partition.unregister(placed)).isFalse();
    assertThat(partition.lookup(ALICE)).isNull();
    assertThat(partition.load(A)).isZero();
  }

  @Test
  void unregister_ofAnOldActivation_leavesTheNewer() {
    ActorAddress old = placed(ALICE, A, 1);
    partition.unregister(old);
    ActorAddress newer = placed(ALICE, A, 2);
    assertThat(partition.unregister(old)).isFalse();
    assertThat(partition.lookup(ALICE)).isEqualTo(newer);
  }

  @Test
  void nodeSeen_laterRun_voidsEntriesAndSweepRemovesThem() {
    for (int i = 0; i < 100; i++) {
      placed(new ActorId("bank", "account", "k" + i), i % 2 == 0 ? A : B, i + 1);
    }
    assertThat(partition.load(B)).isEqualTo(50);
    assertThat(partition.nodeSeen(B_AGAIN)).isTrue();
    assertThat(partition.nodeSeen(B_AGAIN)).isFalse();
    assertThat(partition.nodeSeen(B)).isFalse();
    assertThat(partition.isSuperseded(B)).isTrue();
    assertThat(partition.lookup(new ActorId("bank", "account", "k1"))).isNull();
    assertThat(partition.load(B)).isZero();
    assertThat(register(new ActorId("bank", "account", "k3"), A, 7)).isInstanceOf(Placed.class);
    partition.sweep(B.address());
    assertThat(partition.size()).isEqualTo(51);
    assertThat(partition.load(A)).isEqualTo(51);
    assertThat(partition.load(B_AGAIN)).isZero();
  }

  @Test
  void merge_ofAReport_takesItOverUnderItsFencesAndGrantsItsOwn() {
    ActorAddress reported = new ActorAddress(ALICE, A, 1, new Fence(0, 7, 7));
    assertThat(merge(List.of(reported))).isEmpty();
    assertThat(merge(List.of(reported))).isEmpty();
    assertThat(partition.lookup(ALICE)).isEqualTo(reported);
    assertThat(partition.load(A)).isEqualTo(1);
    assertThat(placed(new ActorId("bank", "account", "bob"), A, 2).fence())
        .isEqualTo(new Fence(0, 5, 1));
  }

  @Test
  void merge_ofTwoOfOneActor_keepsTheHigherFenceInEitherOrder() {
    ActorAddress low = new ActorAddress(ALICE, A, 1, new Fence(0, 4, 1));
    ActorAddress high = new ActorAddress(ALICE, B, 1, new Fence(0, 4, 2));
    merge(List.of(low));
    assertThat(merge(List.of(high))).containsExactly(new Loss(low, high));
    assertThat(merge(List.of(low))).containsExactly(new Loss(low, high));
    assertThat(partition.lookup(ALICE)).isEqualTo(high);
    assertThat(partition.load(A)).isZero();
    assertThat(partition.load(B)).isEqualTo(1);
  }

  @Test
  void merge_ofWhatWasRemovedMeanwhile_doesNotBringItBack() {
    ActorAddress placed = placed(ALICE, A, 1);
    try (RemovalJournal.Reading removals = partition.readRemovals()) {
      partition.unregister(placed); // after the report was made
      assertThat(partition.merge(List.of(placed), removals)).isEmpty();
      assertThat(removals.isComplete()).isTrue();
    }
    assertThat(partition.lookup(ALICE)).isNull();
    merge(List.of(placed)); // a later report, which shows that it lives
    assertThat(partition.lookup(ALICE)).isEqualTo(placed);
  }

  @Test
  void merge_ofAReportAskedForAfterARemoval_believesItAlthoughAnEarlierReadingGoesOn() {
    ActorAddress placed = placed(ALICE, A, 1);
    try (RemovalJournal.Reading earlier = partition.readRemovals()) {
      partition.unregister(placed); // by mistake: a suspicion
      try (RemovalJournal.Reading later = partition.readRemovals()) {
        partition.merge(List.of(placed), later);
      }
      assertThat(partition.lookup(ALICE)).isEqualTo(placed);
      assertThat(earlier.hasSeen(placed)).isTrue();
    }
  }

  @Test
  void merge_ofAnEarlierRun_isIgnored() {
    partition.nodeSeen(B_AGAIN);
    merge(List.of(new ActorAddress(ALICE, B, 1, new Fence(0, 4, 1))));
    assertThat(partition.lookup(ALICE)).isNull();
  }

  @Test
  void readRemovals_ofTooMany_isIncompleteAndBelievesNothing() {
    ActorAddress reported = new ActorAddress(ALICE, A, 1, new Fence(0, 4, 1));
    try (RemovalJournal.Reading removals = partition.readRemovals()) {
      for (int i = 0; i <= 100_000; i++) {
        partition.unregister(new ActorAddress(ALICE, A, i + 2L, Fence.NONE));
      }
      assertThat(removals.isComplete()).isFalse();
      partition.merge(List.of(reported), removals);
      assertThat(partition.lookup(ALICE)).isNull();
    }
    try (RemovalJournal.Reading removals = partition.readRemovals()) {
      assertThat(removals.isComplete()).isTrue();
    }
  }

  @Test
  void register_fromManyThreads_placesOneOfEachActorUnderItsOwnFence() throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      int rounds = 2_000;
      Queue<ActorAddress> granted = new ConcurrentLinkedQueue<>();
      List<Task> tasks = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        NodeIdentity node = new NodeIdentity(new NodeAddress("n" + t, 1), 1);
        tasks.add(
            system
                .providers()
                .tasks()
                .start("racer" + t, () -> registerAll(node, rounds, granted)));
      }
      for (Task task : tasks) {
        task.join();
      }
      assertThat(granted).hasSize(rounds);
      assertThat(granted.stream().map(ActorAddress::fence).distinct()).hasSize(rounds);
      assertThat(granted.stream().map(ActorAddress::actor).distinct()).hasSize(rounds);
      assertThat(partition.size()).isEqualTo(rounds);
    }
  }

  private List<Loss> merge(List<ActorAddress> reported) {
    try (RemovalJournal.Reading removals = partition.readRemovals()) {
      return partition.merge(reported, removals);
    }
  }

  private void registerAll(NodeIdentity node, int rounds, Queue<ActorAddress> granted) {
    for (int i = 0; i < rounds; i++) {
      ActorId actor = new ActorId("bank", "account", "r" + i);
      ActorAddress proposed = new ActorAddress(actor, node, i + 1, Fence.NONE);
      if (partition.register(proposed, Fence.NONE) instanceof Placed(ActorAddress address)) {
        granted.add(address);
      }
    }
  }

  private Registration register(ActorId actor, NodeIdentity node, long activation) {
    return partition.register(new ActorAddress(actor, node, activation, Fence.NONE), Fence.NONE);
  }

  private ActorAddress placed(ActorId actor, NodeIdentity node, long activation) {
    return ((Placed) register(actor, node, activation)).address();
  }
}

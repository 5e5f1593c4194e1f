package dev.moonpool.actors.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.VirtualTime;
import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationState;
import dev.moonpool.actors.activation.Offer;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.FakeInvocation;
import dev.moonpool.actors.directory.Directory;
import dev.moonpool.actors.directory.DirectoryException;
import dev.moonpool.actors.directory.InMemoryDirectory;
import dev.moonpool.actors.directory.Registration;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A19")
class CatalogTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void getOrCreate_again_givesTheSame() {
    withNode(
        HOUR,
        (providers, node) -> {
          Activation first = node.getOrCreate("a");

          assertThat(node.getOrCreate("a")).isSameAs(first);
          assertThat(node.catalog.get(FakeNode.id("a"))).isSameAs(first);
          assertThat(node.getOrCreate("b")).isNotSameAs(first);
          assertThat(node.catalog.get(FakeNode.id("c"))).isNull();
          assertThat(node.catalog.count()).isEqualTo(2);
          assertThat(node.created).hasSize(2);
          assertThat(first.number()).isNotZero().isNotEqualTo(node.getOrCreate("b").number());
          assertThat(first.state()).isEqualTo(ActivationState.CREATING);
        });
  }

  @Test
  void activation_failsWithItsRegistrationUnknown_leavesNoEntryBehind() {
    VirtualTime.run(
        providers -> {
          InMemoryDirectory entries = new InMemoryDirectory(1, () -> 2);
          try (FakeNode node = new FakeNode(providers, HOUR, new AnswersGetLost(entries))) {
            Activation activation = node.getOrCreate("a");
            FakeInvocation message = FakeInvocation.create();
            if (activation.offer(message) == Offer.ACCEPTED_IDLE) {
              activation.start();
            }
            providers.time().sleep(Duration.ofSeconds(30));
            assertThat(message.hasEnded()).isTrue();
            assertThat(activation.state()).isEqualTo(ActivationState.INVALID);
            assertThat(entries.lookup(FakeNode.id("a"))).isEmpty();
            assertThat(node.catalog.count()).isZero();
          }
        });
  }

  /// Registers, and does not say so.
  private record AnswersGetLost(Directory entries) implements Directory {
    @Override
    public Registration register(ActorAddress proposed, Fence floor) {
      entries.register(proposed, floor);
      throw new DirectoryException(
          DirectoryException.Reason.UNREACHABLE, proposed.node().address(), "the answer got lost");
    }

    @Override
    public Optional<ActorAddress> lookup(ActorId actor) {
      return entries.lookup(actor);
    }

    @Override
    public void unregister(ActorAddress address) {
      entries.unregister(address);
    }

    @Override
    public boolean suspect(ActorAddress address) {
      return entries.suspect(address);
    }

    @Override
    public void nodeSeen(NodeIdentity node) {
      entries.nodeSeen(node);
    }

    @Override
    public long load(NodeIdentity node) {
      return entries.load(node);
    }
  }

  @Test
  void getOrCreate_hundredThreadsAtOnce_makeOne() throws Exception {
    try (SystemProviders system = SystemProviders.start()) {
      FakeNode node = new FakeNode(system.providers(), HOUR);
      for (int round = 0; round < 20; round++) {
        String key = "a" + round;
        Queue<Activation> given = new ConcurrentLinkedQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          tasks.add(
              system
                  .providers()
                  .tasks()
                  .start(
                      "asks",
                      () -> {
                        await(go);
                        given.add(node.getOrCreate(key));
                      }));
        }
        go.countDown();
        for (Task task : tasks) {
          task.join();
        }
        assertThat(given).hasSize(100).containsOnly(node.getOrCreate(key));
      }
      assertThat(node.created).hasSize(20);
      assertThat(node.catalog.count()).isEqualTo(20);
      node.close();
    }
  }

  @Test
  void remove_endedActivation_letsTheNextOneBeMade() {
    withNode(
        HOUR,
        (providers, node) -> {
          Activation first = node.getOrCreate("a");
          first.deactivate(DeactivationReason.EXPLICIT);
          providers.time().sleep(Duration.ofSeconds(1));

          assertThat(first.state()).isEqualTo(ActivationState.INVALID);
          assertThat(node.catalog.count()).isZero();
          Activation second = node.getOrCreate("a");
          assertThat(second).isNotSameAs(first);
          assertThat(node.catalog.count()).isEqualTo(1);
        });
  }

  @Test
  void remove_livingActivation_isAMistakeOfOurs() {
    try (SystemProviders system = SystemProviders.start()) {
      FakeNode node = new FakeNode(system.providers(), HOUR);
      Activation living = node.getOrCreate("a");

      assertThatThrownBy(() -> node.catalog.remove(living)).isInstanceOf(InvariantViolation.class);
      assertThat(node.catalog.count()).isEqualTo(1);
      node.close();
    }
  }

  @Test
  @Tag("A25")
  void refuse_failedActor_isRefusedForFiveSecondsAndNotLonger() {
    withNode(
        HOUR,
        (providers, node) -> {
          Failure failure = failed();
          node.catalog.refuse(FakeNode.id("a"), failure);

          assertThat(node.catalog.refusal(FakeNode.id("a"))).isEqualTo(failure);
          assertThat(node.catalog.refusal(FakeNode.id("b"))).isNull();
          providers.time().sleep(Duration.ofMillis(4_990));
          assertThat(node.catalog.refusal(FakeNode.id("a"))).isEqualTo(failure);
          providers.time().sleep(Duration.ofMillis(20));
          assertThat(node.catalog.refusal(FakeNode.id("a"))).isNull();
        });
  }

  @Test
  @Tag("A25")
  void refuse_sameFailureAgain_lastsFiveSecondsFromThen() {
    withNode(
        HOUR,
        (providers, node) -> {
          Time time = providers.time();
          node.catalog.refuse(FakeNode.id("a"), failed());
          time.sleep(Duration.ofSeconds(3));
          node.catalog.refuse(FakeNode.id("a"), failed());
          time.sleep(Duration.ofSeconds(4));
          assertThat(node.catalog.refusal(FakeNode.id("a"))).isNotNull();
          time.sleep(Duration.ofSeconds(2));
          assertThat(node.catalog.refusal(FakeNode.id("a"))).isNull();
        });
  }

  @Test
  @Tag("A33")
  void snapshot_wanted_isInOrderAndGrantsAreTaken() {
    withNode(
        HOUR,
        (providers, node) -> {
          for (String key : List.of("c", "a", "d", "b")) {
            node.getOrCreate(key);
          }
          ActorAddress a = node.getOrCreate("a").address();
          ActorAddress granted = a.withFence(new Fence(0, 1, 9));
          node.catalog.granted(granted);
          node.catalog.granted(new ActorAddress(a.actor(), a.node(), 999, new Fence(0, 2, 1)));

          assertThat(node.catalog.snapshot(id -> !id.key().equals("d")))
              .extracting(address -> address.actor().key())
              .containsExactly("a", "b", "c");
          assertThat(node.catalog.find(FakeNode.id("a"))).contains(granted);
          assertThat(node.catalog.find(FakeNode.id("z"))).isEmpty();
        });
  }

  @Test
  @Tag("A32")
  void lost_toldOfItsFormerSelf_livesOnAndToldOfItselfEnds() {
    withNode(
        HOUR,
        (providers, node) -> {
          Activation living = node.getOrCreate("a");
          ActorAddress address = living.address();
          ActorAddress former = new ActorAddress(address.actor(), address.node(), 999, Fence.NONE);
          node.catalog.lost(former, address);
          providers.time().sleep(Duration.ofSeconds(1));
          assertThat(living.state()).isEqualTo(ActivationState.CREATING);

          node.catalog.lost(address, former);
          providers.time().sleep(Duration.ofSeconds(1));
          assertThat(living.state()).isEqualTo(ActivationState.INVALID);
          assertThat(node.counters.deactivated.sum()).isEqualTo(1);
        });
  }

  private static Failure failed() {
    return new Failure.Rejected(new Rejection.ActivationFailed("test::thing/a", "no"));
  }

  private static void await(CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void withNode(Duration idleTimeout, Body body) {
    VirtualTime.run(
        providers -> {
          try (FakeNode node = new FakeNode(providers, idleTimeout)) {
            body.run(providers, node);
          }
        });
  }

  private interface Body {
    void run(Providers providers, FakeNode node) throws Exception;
  }
}

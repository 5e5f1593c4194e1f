package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.runtime.LocalWorld.World;
import dev.moonpool.actors.runtime.Probe.Journal;
import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.actors.runtime.Probe.Noted;
import dev.moonpool.actors.runtime.Probe.Slow;
import dev.moonpool.foundation.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How one node stops, in virtual time.
@Tag("A46")
class ShutdownSimTest {
  private static final Duration BOUND = Duration.ofSeconds(2);

  @Test
  void shutdown_again_doesNothing() {
    withNode(
        (world, node, journal) -> {
          node.actor(Probe.TYPE, "p").call(new Note("n"));
          node.shutdown();
          List<String> entries = List.copyOf(journal.entries);
          long before = world.nanos();
          node.shutdown();
          node.close();

          assertThat(world.nanos() - before).isLessThan(1_000_000);
          assertThat(journal.entries).isEqualTo(entries).endsWith("p down NODE_SHUTDOWN");
        });
  }

  @Test
  void shutdown_whileAnotherShutsDown_waitsForTheSameEnd() {
    withNode(
        (world, node, journal) -> {
          node.actor(Probe.TYPE, "p").callAsync(new Slow("slow", Duration.ofSeconds(1)));
          world.sleep(Duration.ofMillis(500));
          Task first = world.context().providers().tasks().start("first", node::shutdown);
          world.sleep(Duration.ofMillis(100));
          assertThat(first.isDone()).isFalse();
          node.shutdown();

          assertThat(journal.entries).containsExactly("p up", "slow", "p down NODE_SHUTDOWN");
          assertThat(node.metrics().activations()).isZero();
          first.join();
        });
  }

  @Test
  void shutdown_idleNode_takesNextToNoTime() {
    withNode(
        (world, node, journal) -> {
          for (int i = 0; i < 100; i++) {
            node.actor(Probe.TYPE, "p" + i).send(new Note("n"));
          }
          world.sleep(Duration.ofSeconds(1));
          long before = world.nanos();
          node.shutdown();

          assertThat(world.nanos() - before).isLessThan(Duration.ofSeconds(1).toNanos());
          assertThat(node.metrics().activations()).isZero();
          assertThat(journal.entries).filteredOn(entry -> entry.contains("down")).hasSize(100);
        });
  }

  @Test
  @Tag("A23")
  void shutdown_byAnInterruptedThread_endsAllTheSameAndKeepsTheInterrupt() {
    withNode(
        (world, node, journal) -> {
          for (int i = 0; i < 10; i++) {
            node.actor(Probe.TYPE, "p" + i).callAsync(new Slow("slow", Duration.ofSeconds(1)));
          }
          world.sleep(Duration.ofMillis(500));
          CompletableFuture<Boolean> kept = new CompletableFuture<>();
          Task closer =
              world
                  .context()
                  .providers()
                  .tasks()
                  .start(
                      "closer",
                      () -> {
                        Thread.currentThread().interrupt();
                        node.shutdown();
                        kept.complete(Thread.interrupted());
                      });
          world.sleep(Duration.ofMillis(100));
          closer.interrupt();

          assertThat(kept.get()).isTrue();
          assertThat(node.metrics().activations()).isZero();
          assertThat(journal.entries)
              .filteredOn(entry -> entry.endsWith("down NODE_SHUTDOWN"))
              .hasSize(10);
        });
  }

  @Test
  void shutdown_messageRuns_isLetEndAndAnswered() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          CompletableFuture<Noted> slow = probe.callAsync(new Slow("slow", Duration.ofSeconds(1)));
          world.sleep(Duration.ofMillis(500));
          node.shutdown();

          assertThat(slow.get()).isEqualTo(new Noted("slow"));
          assertThat(journal.entries).containsExactly("p up", "slow", "p down NODE_SHUTDOWN");
        });
  }

  @Test
  void shutdown_messageNeverEnds_isBoundedAndItsCallerToldThatItMayHaveRun() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          CompletableFuture<Noted> hangs =
              probe.callAsync(new Slow("hangs", Duration.ofMinutes(5)), Duration.ofHours(1));
          world.sleep(Duration.ofMillis(500));
          long before = world.nanos();
          node.shutdown();

          long took = world.nanos() - before;
          assertThat(took).isBetween(BOUND.toNanos(), BOUND.plusSeconds(1).toNanos());
          assertThatThrownBy(hangs::get)
              .hasCauseInstanceOf(MaybeExecutedException.class)
              .hasMessageContaining("the node has stopped");
          world.sleep(Duration.ofMinutes(6)); // it ends on a node that is gone, and harms nobody
          assertThat(node.metrics().pendingCalls()).isZero();
        });
  }

  @Test
  void shutdown_messagesWait_areToldThatTheyHaveNotRun() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          CompletableFuture<Noted> slow = probe.callAsync(new Slow("slow", Duration.ofSeconds(1)));
          world.sleep(Duration.ofMillis(100));
          List<CompletableFuture<Noted>> waiting = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            waiting.add(probe.callAsync(new Note("waits")));
          }
          world.sleep(Duration.ofMillis(100));
          node.shutdown();

          slow.get();
          for (CompletableFuture<Noted> call : waiting) {
            assertThat(call).isCompletedExceptionally();
          }
          assertThat(journal.entries).doesNotContain("waits");
        });
  }

  @Test
  void call_afterShutdown_isNotSent() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          probe.call(new Note("n"));
          node.shutdown();

          assertThatThrownBy(() -> probe.call(new Note("late")))
              .isInstanceOf(NotSentException.class);
          assertThatThrownBy(() -> probe.callAsync(new Note("late")))
              .isInstanceOf(NotSentException.class);
          assertThatThrownBy(() -> probe.send(new Note("late")))
              .isInstanceOf(NotSentException.class);
          assertThat(journal.entries).doesNotContain("late");
        });
  }

  @Test
  void shutdown_callersGoOn_everyCallEndsAndEveryActivationHasItsHook() {
    withNode(
        (world, node, journal) -> {
          List<CompletableFuture<Noted>> calls = new ArrayList<>();
          world
              .context()
              .providers()
              .tasks()
              .start(
                  "caller",
                  () -> {
                    for (int i = 0; i < 2_000; i++) {
                      try {
                        calls.add(node.actor(Probe.TYPE, "p" + i % 50).callAsync(new Note("n")));
                      } catch (NotSentException e) {
                        return;
                      }
                      Thread.yield();
                    }
                  });
          world.sleep(Duration.ofNanos(20_000));
          node.shutdown();
          world.sleep(Duration.ofSeconds(1));

          assertThat(calls).allMatch(CompletableFuture::isDone);
          assertThat(node.metrics().activations()).isZero();
          long ups = journal.entries.stream().filter(entry -> entry.contains(" up")).count();
          long downs = journal.entries.stream().filter(entry -> entry.contains(" down")).count();
          assertThat(downs).isEqualTo(ups);
        });
  }

  @Test
  @Tag("A15")
  void call_timeoutOfCenturies_meansForEverAndIsAnswered() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          for (Duration timeout :
              List.of(
                  Duration.ofDays(106_751),
                  Duration.ofDays(200_000),
                  Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThat(probe.call(new Note("n"), timeout)).isEqualTo(new Noted("n"));
          }
          for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThatThrownBy(() -> probe.call(new Note("n"), timeout))
                .isInstanceOf(IllegalArgumentException.class);
          }
        });
  }

  private interface Body {
    void run(World world, ActorRuntime node, Journal journal) throws Exception;
  }

  private static void withNode(Body body) {
    LocalWorld.run(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          try (ActorRuntime node =
              world.node().host(journal.definition()).shutdownTimeout(BOUND).start()) {
            body.run(world, node, journal);
          }
        });
  }
}

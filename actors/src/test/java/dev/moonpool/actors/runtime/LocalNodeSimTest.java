package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.runtime.LocalWorld.World;
import dev.moonpool.actors.runtime.Probe.Break;
import dev.moonpool.actors.runtime.Probe.Errors;
import dev.moonpool.actors.runtime.Probe.Fail;
import dev.moonpool.actors.runtime.Probe.Interrupting;
import dev.moonpool.actors.runtime.Probe.Journal;
import dev.moonpool.actors.runtime.Probe.Later;
import dev.moonpool.actors.runtime.Probe.Leave;
import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.actors.runtime.Probe.Noted;
import dev.moonpool.actors.runtime.Probe.Peek;
import dev.moonpool.actors.runtime.Probe.Relay;
import dev.moonpool.actors.runtime.Probe.Slow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What one node does by itself, in virtual time and under many interleavings.
class LocalNodeSimTest {
  @Test
  @Tag("A15")
  void call_handlerTooSlow_timesOutWithinTenPercent() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          probe.call(new Note("warm"));
          for (long millis : new long[] {20, 100, 1_000, 30_000}) {
            Duration timeout = Duration.ofMillis(millis);
            long before = world.nanos();
            assertThatThrownBy(() -> probe.call(new Slow("late", timeout.multipliedBy(3)), timeout))
                .isInstanceOf(MaybeExecutedException.class)
                .hasMessageMatching(".*it was running for \\d+ ms");
            assertThat(world.nanos() - before)
                .isBetween(timeout.toNanos(), timeout.toNanos() + timeout.toNanos() / 10);
            world.sleep(timeout.multipliedBy(3));
          }
        });
  }

  @Test
  @Tag("A14")
  @Tag("A16")
  void call_timedOutWhileQueued_neverRunsAndIsNotSent() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          probe.call(new Note("warm"));
          CompletableFuture<Noted> busy = probe.callAsync(new Slow("busy", Duration.ofSeconds(5)));
          assertThatThrownBy(() -> probe.call(new Note("queued"), Duration.ofSeconds(1)))
              .isInstanceOf(NotSentException.class)
              .hasMessageContaining("has not started")
              .hasMessageMatching(".*it waited behind 'slow', which had run for (999|1000) ms");
          busy.get();
          probe.call(new Note("after"));
          assertThat(journal.entries).doesNotContain("queued").contains("busy", "after");
        });
  }

  @Test
  @Tag("A14")
  void call_hundredThousandTimeouts_leaveNothingBehind() {
    LocalWorld.runOnce(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          try (ActorRuntime node = world.node().host(journal.definition()).start()) {
            ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
            for (int round = 0; round < 100; round++) {
              List<CompletableFuture<Noted>> calls = new ArrayList<>();
              for (int i = 0; i < 1_000; i++) {
                calls.add(
                    probe.callAsync(
                        new Slow("s", Duration.ofMillis(50)), Duration.ofMillis(5 + i % 7)));
              }
              for (CompletableFuture<Noted> call : calls) {
                assertThatThrownBy(call::get).hasCauseInstanceOf(ActorException.class);
              }
              world.sleep(Duration.ofMillis(60));
            }
            assertThat(node.metrics().pendingCalls()).isZero();
            assertThat(node.metrics().timedOutCalls()).isEqualTo(100_000);
          }
        });
  }

  @Test
  @Tag("A17")
  void traced_nestedReferenceWithATraceOfItsOwn_keepsIt() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> one = node.actor(Probe.TYPE, "one");
          ActorRef<Probe> two = node.actor(Probe.TYPE, "two");

          assertThat(one.traced("outer").call(new Probe.Trace(List.of(two), "")))
              .isEqualTo(new Noted("outer"));
          assertThat(one.traced("outer").call(new Probe.Trace(List.of(two), "inner")))
              .isEqualTo(new Noted("inner"));
          assertThat(one.callAsync(new Probe.Trace(List.of(two), "")).get())
              .isEqualTo(new Noted(""));
          assertThat(one.traced("outer")).isEqualTo(one);
        });
  }

  @Test
  @Tag("A17")
  void traced_textOverTheLimit_isRefused() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          assertThat(probe.traced("x".repeat(512))).isEqualTo(probe);
          assertThatThrownBy(() -> probe.traced("\u00fc".repeat(257)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("512")
              .hasMessageContaining("514");
        });
  }

  @Test
  @Tag("A20")
  void send_manyFromOneSender_runInOrder() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          List<String> sent = new ArrayList<>();
          for (int i = 0; i < 500; i++) {
            sent.add("n" + i);
            probe.send(new Note("n" + i));
          }
          probe.call(new Peek());
          assertThat(journal.entries.subList(1, 501)).isEqualTo(sent);
        });
  }

  @Test
  @Tag("A21")
  void call_mailboxFull_isOverloadedAtOnce() {
    LocalWorld.run(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          try (ActorRuntime node =
              world.node().host(journal.definition().mailboxCapacity(128)).start()) {
            ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
            probe.call(new Peek());
            CompletableFuture<Noted> busy =
                probe.callAsync(new Slow("busy", Duration.ofSeconds(5)));
            world.sleep(Duration.ofSeconds(1));
            for (int i = 0; i < 128; i++) {
              probe.send(new Note("n" + i));
            }
            RejectedException refused =
                catchThrowableOfType(RejectedException.class, () -> probe.call(new Note("over")));
            assertThat(refused.rejection()).isInstanceOf(Rejection.Overloaded.class);
            assertThat(refused.isRetriable()).isTrue();
            busy.get();
            probe.call(new Peek());
            assertThat(journal.entries).doesNotContain("over").contains("n0", "n127");
          }
        });
  }

  @Test
  @Tag("A22")
  void call_handlerThrows_callerIsToldAndActorLivesOn() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          assertThatThrownBy(() -> probe.call(new Fail("no such thing")))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("no such thing")
              .hasCauseInstanceOf(IllegalArgumentException.class);
          assertThat(probe.call(new Errors()).entry()).isEqualTo("1 no such thing");
          assertThat(journal.entries).containsExactly("p up");
        });
  }

  @Test
  @Tag("A22")
  void call_handlerBreaksWithAnError_activationEndsAndANewOneServes() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          assertThatThrownBy(() -> probe.call(new Break())).isInstanceOf(FailedException.class);
          assertThat(probe.call(new Errors()).entry()).isEqualTo("0 -");
          assertThat(journal.entries).containsExactly("p up", "p down UNRECOVERABLE_ERROR", "p up");
        });
  }

  @Test
  @Tag("A23")
  void shutdown_manyActors_everyHookRuns() {
    LocalWorld.run(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          ActorRuntime node = world.node().host(journal.definition()).start();
          for (int i = 0; i < 50; i++) {
            node.actor(Probe.TYPE, "p" + i).call(new Peek());
          }
          node.shutdown();
          assertThat(journal.entries.stream().filter(e -> e.endsWith("down NODE_SHUTDOWN")))
              .hasSize(50);
          assertThat(node.metrics().activations()).isZero();
        });
  }

  @Test
  @Tag("A23")
  void deactivate_hookHangs_isBoundedAndTheNextActivationServes() {
    LocalWorld.run(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          journal.hookTakes = Duration.ofHours(1);
          try (ActorRuntime node =
              world.node().host(journal.definition()).hookTimeout(Duration.ofSeconds(3)).start()) {
            ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
            probe.call(new Leave());
            assertThat(probe.call(new Note("again"))).isEqualTo(new Noted("again"));
            assertThat(node.metrics().failedHooks()).isEqualTo(1);
            journal.hookTakes = Duration.ZERO;
          }
        });
  }

  @Test
  @Tag("A24")
  void idle_afterTheTimeout_isDeactivatedOnceAndPeeksDoNotCount() {
    LocalWorld.run(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          Duration idle = Duration.ofSeconds(80);
          try (ActorRuntime node =
              world.node().host(journal.definition().idleTimeout(idle)).start()) {
            ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
            probe.call(new Note("first"));
            world.sleep(Duration.ofSeconds(60));
            probe.call(new Note("second"));
            world.sleep(Duration.ofSeconds(75));
            assertThat(node.metrics().activations()).isEqualTo(1);
            probe.call(new Peek());
            world.sleep(Duration.ofSeconds(20));
            assertThat(node.metrics().activations()).isZero();
            assertThat(journal.entries)
                .containsExactly("p up", "first", "second", "p down IDLE_TIMEOUT");
          }
        });
  }

  @Test
  @Tag("A25")
  void call_activationFails_everyWaiterIsToldAndItIsRefusedForFiveSeconds() {
    withNode(
        (world, node, journal) -> {
          journal.activationFails = true;
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          List<CompletableFuture<Noted>> waiters =
              LocalWorld.listOf(10, i -> probe.callAsync(new Note("n" + i)));
          for (CompletableFuture<Noted> waiter : waiters) {
            assertThatThrownBy(waiter::get)
                .cause()
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("told to fail");
          }
          journal.activationFails = false;
          world.sleep(Duration.ofSeconds(4));
          assertThatThrownBy(() -> probe.call(new Note("early")))
              .isInstanceOf(RejectedException.class);
          world.sleep(Duration.ofMillis(1_500));
          assertThat(probe.call(new Note("fresh"))).isEqualTo(new Noted("fresh"));
          assertThat(journal.entries).containsExactly("p up", "fresh");
        });
  }

  @Test
  @Tag("A26")
  void call_whileDeactivating_goesToTheNextActivationExactlyOnce() {
    LocalWorld.run(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          journal.hookTakes = Duration.ofSeconds(2);
          try (ActorRuntime node = world.node().host(journal.definition()).start()) {
            ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
            probe.call(new Leave());
            List<CompletableFuture<Noted>> during =
                LocalWorld.listOf(20, i -> probe.callAsync(new Note("n" + i)));
            for (CompletableFuture<Noted> call : during) {
              call.get();
            }
            List<String> expected = new ArrayList<>(List.of("p up", "p down EXPLICIT", "p up"));
            expected.addAll(LocalWorld.listOf(20, i -> "n" + i));
            assertThat(journal.entries).isEqualTo(expected);
            journal.hookTakes = Duration.ZERO;
          }
        });
  }

  @Test
  @Tag("A18")
  void call_cycle_isRefusedAtOnceWithTheWholeChain() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> a = node.actor(Probe.TYPE, "a");
          ActorRef<Probe> b = node.actor(Probe.TYPE, "b");
          ActorRef<Probe> c = node.actor(Probe.TYPE, "c");
          long before = world.nanos();
          assertThatThrownBy(() -> a.call(new Relay("x", List.of(b, c, a))))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("probe/a.relay -> test::probe/b.relay -> test::probe/c.relay")
              .hasMessageContaining("call cycle");
          assertThat(world.nanos() - before).isLessThan(Duration.ofSeconds(5).toNanos());
          assertThat(a.call(new Note("alive"))).isEqualTo(new Noted("alive"));
        });
  }

  @Test
  @Tag("A18")
  void call_reentrantType_runsWhileItsOwnCallWaits() {
    LocalWorld.run(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          try (ActorRuntime node = world.node().host(journal.definition().reentrant()).start()) {
            ActorRef<Probe> a = node.actor(Probe.TYPE, "a");
            ActorRef<Probe> b = node.actor(Probe.TYPE, "b");
            assertThat(a.call(new Relay("round", List.of(b, a)))).isEqualTo(new Noted("round"));
          }
        });
  }

  @Test
  @Tag("A18")
  void call_alwaysInterleave_runsWhileTheActorWaitsAndOthersDoNot() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> a = node.actor(Probe.TYPE, "a");
          ActorRef<Probe> b = node.actor(Probe.TYPE, "b");
          a.call(new Peek());
          b.call(new Peek());
          CompletableFuture<Noted> hold = b.callAsync(new Slow("held", Duration.ofSeconds(5)));
          CompletableFuture<Noted> relay = a.callAsync(new Relay("relayed", List.of(b)));
          world.sleep(Duration.ofSeconds(2));
          CompletableFuture<Noted> plain = a.callAsync(new Note("plain"));
          a.call(new Interrupting("between"));
          relay.get();
          hold.get();
          plain.get();
          assertThat(journal.entries)
              .containsExactly("a up", "b up", "between", "held", "relayed", "plain");
        });
  }

  @Test
  @Tag("A27")
  void sendLater_activationLives_arrivesThenAndNotBefore() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
          probe.call(new Later("rang", Duration.ofSeconds(10)));
          world.sleep(Duration.ofMillis(9_900));
          assertThat(journal.entries).doesNotContain("rang");
          world.sleep(Duration.ofMillis(1_000));
          assertThat(journal.entries).contains("rang");
        });
  }

  @Test
  @Tag("A17")
  void call_nested_isBoundByTheOutermostDeadline() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> a = node.actor(Probe.TYPE, "a");
          ActorRef<Probe> b = node.actor(Probe.TYPE, "b");
          b.call(new Note("warm"));
          a.call(new Note("warm"));
          CompletableFuture<Noted> hold = b.callAsync(new Slow("held", Duration.ofSeconds(20)));
          assertThatThrownBy(() -> a.call(new Relay("never", List.of(b)), Duration.ofSeconds(2)))
              .isInstanceOf(MaybeExecutedException.class);
          world.sleep(Duration.ofSeconds(1));
          // The nested call ended with its caller's deadline, so the actor is free long before b
          // is.
          assertThat(a.call(new Note("free"), Duration.ofSeconds(1))).isNotNull();
          hold.get();
          assertThat(journal.entries).doesNotContain("never");
        });
  }

  @Test
  @Tag("A13")
  void references_equalByActor_whoeverMadeThem() {
    withNode(
        (world, node, journal) -> {
          ActorRef<Probe> one = node.actor(Probe.TYPE, "p");
          ActorRef<Probe> other = node.actor(Probe.TYPE, "p");
          assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
          assertThat(one).isNotEqualTo(node.actor(Probe.TYPE, "q"));
        });
  }

  private interface NodeBody {
    void run(World world, ActorRuntime node, Journal journal) throws Exception;
  }

  private static void withNode(NodeBody body) {
    LocalWorld.run(
        world -> {
          Journal journal = new Journal(world.context().providers().time());
          try (ActorRuntime node = world.node().host(journal.definition()).start()) {
            body.run(world, node, journal);
          }
        });
  }
}

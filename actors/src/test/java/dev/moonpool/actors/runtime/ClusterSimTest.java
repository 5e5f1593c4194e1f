package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.runtime.Account.Balance;
import dev.moonpool.actors.runtime.Account.Deposit;
import dev.moonpool.actors.runtime.Account.Insufficient;
import dev.moonpool.actors.runtime.Account.ReadBalance;
import dev.moonpool.actors.runtime.Account.Withdraw;
import dev.moonpool.actors.runtime.Probe.Fail;
import dev.moonpool.actors.runtime.Probe.Leave;
import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.actors.runtime.Probe.Noted;
import dev.moonpool.actors.runtime.Probe.Relay;
import dev.moonpool.actors.runtime.Probe.Slow;
import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What several nodes do together, in virtual time.
class ClusterSimTest {
  private static final Profile POINTS = Profile.CHAOS.only();

  @Test
  @Tag("A31")
  void call_fromClient_activatesOnSomeNodeAndAnswers() {
    cluster(2, POINTS)
        .run(
            20,
            cluster -> {
              ActorRef<Account> alice = cluster.client().actor(Account.TYPE, "alice");
              assertThat(alice.call(new Deposit(100))).isEqualTo(new Balance(100));
              assertThat(alice.call(new Withdraw(30))).isEqualTo(new Balance(70));
              assertThatThrownBy(() -> alice.call(new Withdraw(100)))
                  .isInstanceOfSatisfying(
                      RefusedException.class,
                      e -> assertThat(e.refusal()).isEqualTo(new Insufficient(70, 100)));
              assertThat(activations(cluster)).isEqualTo(1);
            });
  }

  @Test
  @Tag("A16")
  void call_remoteHandlerThrows_callerSeesItsWords() {
    cluster(2, POINTS)
        .run(
            10,
            cluster ->
                assertThatThrownBy(
                        () -> cluster.client().actor(Probe.TYPE, "p").call(new Fail("no luck")))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("no luck"));
  }

  @Test
  @Tag("A14")
  void call_thousandConcurrent_allAreMatched() {
    cluster(3, POINTS)
        .run(
            3,
            cluster -> {
              List<CompletableFuture<Noted>> calls = new ArrayList<>();
              for (int i = 0; i < 1_200; i++) {
                ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p" + i % 40);
                calls.add(probe.callAsync(new Note("n" + i)));
              }
              for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get()).isEqualTo(new Noted("n" + i));
              }
              assertThat(cluster.client().metrics().pendingCalls()).isZero();
            });
  }

  @Test
  @Tag("A29")
  void call_hundredActorsOnThreeNodes_areSpreadWithinTwentyPercent() {
    cluster(3, Profile.CALM).run(5, cluster -> checkSpread(cluster, 100, 0.20));
  }

  @Test
  @Tag("A29")
  void call_tenThousandActorsOnThreeNodes_areSpreadWithinFivePercent() {
    cluster(3, Profile.CALM).run(1, cluster -> checkSpread(cluster, 10_000, 0.05));
  }

  @Test
  @Tag("A32")
  void call_allNodesAtOnce_oneActivationRunsEachMessageOnce() {
    cluster(3, POINTS)
        .run(
            60,
            cluster -> {
              List<CompletableFuture<Noted>> calls = new ArrayList<>();
              for (int i = 0; i < 30; i++) {
                ActorRuntime from = i % 4 == 3 ? cluster.client() : cluster.host(i % 4);
                calls.add(from.actor(Probe.TYPE, "p").callAsync(new Note("n" + i)));
              }
              for (CompletableFuture<Noted> call : calls) {
                call.get();
              }
              assertThat(cluster.journal().entries)
                  .containsOnlyOnceElementsOf(LocalWorld.listOf(30, i -> "n" + i));
              assertThat(activations(cluster)).isEqualTo(1);
            });
  }

  @Test
  @Tag("A15")
  @Tag("A16")
  void call_timesOutOnAnotherNode_saysHowFarItCameAndIsNotLate() {
    cluster(2, Profile.CALM)
        .run(
            10,
            cluster -> {
              Time time = cluster.context().providers().time();
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              probe.call(new Note("up"));
              long before = time.nanoTime();
              CompletableFuture<Noted> runs =
                  probe.callAsync(new Slow("slow", Duration.ofSeconds(9)), Duration.ofSeconds(3));
              cluster.sleep(Duration.ofMillis(100));
              CompletableFuture<Noted> waits =
                  probe.callAsync(new Note("n"), Duration.ofMillis(2_900));

              assertThatThrownBy(runs::get)
                  .hasCauseInstanceOf(MaybeExecutedException.class)
                  .hasMessageContaining("its time was over")
                  .hasMessageMatching(
                      ".*which said shortly before: it was running for 29\\d\\d ms");
              assertThatThrownBy(waits::get)
                  .hasCauseInstanceOf(MaybeExecutedException.class)
                  .hasMessageMatching(".*it waited behind 'slow', which had run for 29\\d\\d ms");
              assertThat(Duration.ofNanos(time.nanoTime() - before))
                  .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_020));
              cluster.sleep(Duration.ofSeconds(10));
              assertThat(cluster.client().metrics().pendingCalls()).isZero();
            });
  }

  @Test
  @Tag("A45")
  void deactivate_actorOfAnyNode_endsItWhereverTheWishComesFrom() {
    cluster(3, POINTS)
        .run(
            20,
            cluster -> {
              List<ActorRuntime> everyone = new ArrayList<>(cluster.hosts());
              everyone.add(cluster.client());
              for (int i = 0; i < everyone.size(); i++) {
                ActorRuntime from = everyone.get(i);
                ActorRef<Probe> probe = from.actor(Probe.TYPE, "p" + i);
                assertThat(from.deactivate(probe)).isFalse();
                probe.call(new Note("n"));
                assertThat(from.deactivate(probe)).isTrue();
                cluster.sleep(Duration.ofSeconds(2));
                assertThat(cluster.journal().entries)
                    .containsOnlyOnce("p%d up".formatted(i))
                    .containsOnlyOnce("p%d down EXPLICIT".formatted(i));
                assertThat(from.deactivate(probe)).isFalse();
                assertThat(activations(cluster)).isZero();
              }
            });
  }

  @Test
  @Tag("A45")
  void deactivate_messagesWait_theyGoToTheNextActivation() {
    cluster(2, POINTS)
        .run(
            20,
            cluster -> {
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              probe.call(new Note("first"));
              CompletableFuture<Noted> slow =
                  probe.callAsync(new Slow("slow", Duration.ofSeconds(3)));
              CompletableFuture<Noted> waiting = probe.callAsync(new Note("waiting"));
              cluster.sleep(Duration.ofSeconds(1));
              assertThat(cluster.client().deactivate(probe)).isTrue();
              assertThat(slow.get()).isEqualTo(new Noted("slow"));
              assertThat(waiting.get()).isEqualTo(new Noted("waiting"));
              assertThat(cluster.journal().entries)
                  .containsSubsequence("slow", "p down EXPLICIT", "p up", "waiting");
            });
  }

  @Test
  @Tag("A30")
  void call_actorHasMoved_isForwardedOnceAndTheCacheIsRepaired() {
    cluster(3, POINTS)
        .run(
            40,
            cluster -> {
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              for (int i = 0; i < 6; i++) {
                probe.call(new Note("n" + i));
                probe.call(new Note("m" + i)); // by now the client knows where it lives
                probe.call(new Leave());
                cluster.sleep(Duration.ofSeconds(2));
              }
              assertThat(probe.call(new Note("last"))).isEqualTo(new Noted("last"));
              assertThat(cluster.journal().entries.stream().filter("p up"::equals)).hasSize(7);
            });
  }

  @Test
  @Tag("A18")
  void call_cycleOverNodes_isRefusedWithTheChain() {
    cluster(3, POINTS)
        .run(
            20,
            cluster -> {
              ActorRef<Probe> a = cluster.client().actor(Probe.TYPE, "a");
              ActorRef<Probe> b = cluster.client().actor(Probe.TYPE, "b");
              ActorRef<Probe> c = cluster.client().actor(Probe.TYPE, "c");
              assertThatThrownBy(() -> a.call(new Relay("x", List.of(b, c, a))))
                  .isInstanceOf(FailedException.class)
                  .hasMessageContaining("call cycle")
                  .hasMessageContaining("probe/a.relay");
            });
  }

  @Test
  @Tag("A31")
  void call_nodeCrashes_actorAnswersAgainElsewhere() {
    cluster(3, Profile.CALM)
        .run(
            30,
            cluster -> {
              ActorRef<Account> alice = cluster.client().actor(Account.TYPE, "alice");
              alice.call(new Deposit(100));
              int home = home(cluster, alice);
              cluster.simulation().crash(home);
              Balance balance = retry(cluster, alice);
              assertThat(balance).isEqualTo(new Balance(100));
            });
  }

  @Test
  @Tag("A20")
  void send_manyFromOneSenderToARemoteActor_runInOrder() {
    cluster(2, POINTS)
        .run(
            20,
            cluster -> {
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              for (int i = 0; i < 200; i++) {
                probe.send(new Note("n" + i));
              }
              CompletableFuture<Noted> last = probe.callAsync(new Note("last"));
              last.get();
              List<String> noted = new ArrayList<>(cluster.journal().entries);
              noted.removeIf(entry -> entry.startsWith("p "));
              List<String> expected = LocalWorld.listOf(200, i -> "n" + i);
              expected.add("last");
              assertThat(noted).isEqualTo(expected);
            });
  }

  @Test
  @Tag("A14")
  void call_lateResponse_isCountedAndNotDelivered() {
    cluster(2, Profile.CALM)
        .run(
            10,
            cluster -> {
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              probe.call(new Note("warm"));
              assertThatThrownBy(
                      () ->
                          probe.call(
                              new Slow("late", Duration.ofSeconds(2)), Duration.ofSeconds(1)))
                  .isInstanceOf(ActorException.class);
              cluster.sleep(Duration.ofSeconds(5));
              assertThat(probe.call(new Note("next"))).isEqualTo(new Noted("next"));
              assertThat(cluster.client().metrics().lateResponses()).isEqualTo(1);
            });
  }

  @Test
  @Tag("A17")
  void cancel_callQueuedOnAnotherNode_neverRunsThere() {
    cluster(2, Profile.CALM)
        .run(
            10,
            cluster -> {
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              probe.call(new Note("warm"));
              CompletableFuture<Noted> busy =
                  probe.callAsync(new Slow("busy", Duration.ofSeconds(5)));
              CompletableFuture<Noted> queued = probe.callAsync(new Note("queued"));
              cluster.sleep(Duration.ofSeconds(1));
              assertThat(queued.cancel(true)).isTrue();

              assertThat(busy.get()).isEqualTo(new Noted("busy"));
              assertThat(probe.call(new Note("after"))).isEqualTo(new Noted("after"));
              assertThat(cluster.journal().entries).doesNotContain("queued");
              assertThat(cluster.client().metrics().lateResponses()).isZero();
            });
  }

  @Test
  @Tag("A17")
  void call_expiresInAnotherNodesMailbox_neverRunsAndTheNodeIsNotAvoided() {
    cluster(1, Profile.CALM)
        .run(
            10,
            cluster -> {
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              probe.call(new Note("warm"));
              CompletableFuture<Noted> busy =
                  probe.callAsync(new Slow("busy", Duration.ofSeconds(5)));
              assertThatThrownBy(() -> probe.call(new Note("queued"), Duration.ofSeconds(1)))
                  .isInstanceOf(ActorException.class);
              busy.get();

              assertThat(probe.call(new Note("after"))).isEqualTo(new Noted("after"));
              assertThat(cluster.journal().entries).doesNotContain("queued");
              assertThat(cluster.client().metrics().placedElsewhere()).isZero();
            });
  }

  private static ClusterWorld cluster(int nodes, Profile profile) {
    return new ClusterWorld(nodes, profile, (journal, context) -> journal.definition());
  }

  private static void checkSpread(ClusterWorld.Cluster cluster, int actors, double tolerance)
      throws Exception {
    List<CompletableFuture<Noted>> calls = new ArrayList<>();
    for (int i = 0; i < actors; i++) {
      calls.add(cluster.client().actor(Probe.TYPE, "p" + i).callAsync(new Note("n")));
      if (i % 100 == 99) {
        for (CompletableFuture<Noted> call : calls) {
          call.get();
        }
        calls.clear();
      }
    }
    for (CompletableFuture<Noted> call : calls) {
      call.get();
    }
    double even = actors / 3.0;
    for (int i = 0; i < 3; i++) {
      double activations = cluster.host(i).metrics().activations();
      assertThat(Math.abs(activations - even) / even).isLessThanOrEqualTo(tolerance);
    }
  }

  private static long activations(ClusterWorld.Cluster cluster) {
    long sum = 0;
    for (int i = 0; i < cluster.hosts().size(); i++) {
      sum += cluster.host(i).metrics().activations();
    }
    return sum;
  }

  private static int home(ClusterWorld.Cluster cluster, ActorRef<?> ref) {
    for (int i = 0; i < cluster.hosts().size(); i++) {
      if (cluster.host(i).isHere(ref.id())) {
        return i;
      }
    }
    throw new AssertionError(ref + " lives nowhere");
  }

  private static Balance retry(ClusterWorld.Cluster cluster, ActorRef<Account> ref)
      throws InterruptedException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        return ref.call(new ReadBalance(), Duration.ofSeconds(5));
      } catch (ActorException e) {
        cluster.sleep(Duration.ofMillis(500));
      }
    }
    throw new AssertionError(ref + " did not answer again");
  }
}

package dev.moonpool.actors.directory;

import static dev.moonpool.actors.directory.Worlds.inWorld;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.directory.Cluster.Node;
import dev.moonpool.actors.directory.DirectoryException.Reason;
import dev.moonpool.actors.directory.DirectoryQuestion.Lost;
import dev.moonpool.actors.directory.DirectoryQuestion.Register;
import dev.moonpool.actors.directory.DirectoryQuestion.Report;
import dev.moonpool.actors.directory.DirectoryQuestion.Unregister;
import dev.moonpool.actors.directory.Registration.AlreadyHere;
import dev.moonpool.actors.directory.Registration.Placed;
import dev.moonpool.actors.directory.Registration.Race;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.store.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A28")
@Tag("A33")
class PartitionedDirectoryTest {
  private static final NodeAddress A = Cluster.NODES.get(0);
  private static final NodeAddress B = Cluster.NODES.get(1);
  private static final NodeAddress C = Cluster.NODES.get(2);

  @Test
  void register_onAnyNode_isFoundFromAllNodesUnderAFenceOfTheOwner() {
    inWorld(
        cluster -> {
          cluster.startAll();
          for (NodeAddress owner : Cluster.NODES) {
            ActorId actor = cluster.actorOwnedBy(owner, "k");
            ActorAddress placed = placed(cluster.node(1).activate(actor));
            assertThat(placed.fence().view()).isZero();
            assertThat(placed.fence().incarnation())
                .isEqualTo(cluster.node(Cluster.NODES.indexOf(owner)).identity().incarnation());
            for (int i = 0; i < 3; i++) {
              assertThat(cluster.node(i).directory().lookup(actor)).contains(placed);
            }
            cluster.node(1).catalog().end(placed);
            cluster.node(1).directory().unregister(placed);
            assertThat(cluster.node(2).directory().lookup(actor)).isEmpty();
          }
        });
  }

  @Test
  void register_whenTheActorLivesOnTheOwner_sharesTheAddressThatItReturned() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          ActorAddress placed = placed(cluster.node(0).activate(actor));
          assertThat(cluster.node(0).directory().lookup(actor).orElseThrow()).isSameAs(placed);
          assertThat(cluster.node(0).catalog().find(actor).orElseThrow()).isSameAs(placed);
        });
  }

  @Test
  void register_byManyNodesAtOnce_oneIsPlacedAndTheOthersHearOfIt() {
    inWorld(
        cluster -> {
          cluster.startAll();
          for (int round = 0; round < 50; round++) {
            ActorId actor = new ActorId("test", "thing", "race" + round);
            List<Registration> answers = new ArrayList<>();
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
              Node node = cluster.node(i);
              tasks.add(
                  cluster
                      .providers
                      .tasks()
                      .start("racer", () -> answers.add(node.activate(actor))));
            }
            for (Task task : tasks) {
              task.join();
            }
            List<ActorAddress> placed =
                answers.stream()
                    .filter(Placed.class::isInstance)
                    .map(PartitionedDirectoryTest::placed)
                    .toList();
            assertThat(placed).hasSize(1);
            assertThat(answers.stream().filter(Race.class::isInstance))
                .hasSize(2)
                .allSatisfy(lost -> assertThat(lost).isEqualTo(new Race(placed.getFirst())));
          }
        });
  }

  @Test
  void register_withTheFenceTheStoreHolds_isGrantedAHigherOne() {
    inWorld(
        cluster -> {
          cluster.startAll();
          for (NodeAddress owner : Cluster.NODES) {
            ActorId actor = cluster.actorOwnedBy(owner, "floor");
            ActorAddress first = placed(cluster.node(1).activate(actor));
            Fence floor = new Fence(0, cluster.issueIncarnation(), 5);
            ActorAddress second = placed(cluster.node(1).directory().register(first, floor));
            assertThat(second.sameActivation(first)).isTrue();
            assertThat(second.fence()).isGreaterThan(floor);
            assertThat(cluster.node(2).directory().lookup(actor)).contains(second);
            assertThat(cluster.node(1).catalog().find(actor)).contains(second);
            assertThat(cluster.node(1).directory().register(second, Fence.NONE))
                .isEqualTo(new AlreadyHere(second));
          }
        });
  }

  @Test
  @Tag("field-F1")
  void register_aboveAForeignFenceAtAllOwners_noFenceIsGrantedTwice() {
    inWorld(
        cluster -> {
          cluster.startAll();
          Fence floor = new Fence(0, cluster.issueIncarnation(), 5);
          Set<Fence> granted = new TreeSet<>();
          for (int i = 0; i < 10; i++) {
            for (NodeAddress owner : Cluster.NODES) {
              ActorId actor = cluster.actorOwnedBy(owner, "floor" + i);
              ActorAddress proposed = cluster.node(1).catalog().create(actor);
              Fence fence = placed(cluster.node(1).directory().register(proposed, floor)).fence();
              assertThat(fence).isGreaterThan(floor);
              assertThat(granted.add(fence)).as("fence %s is new", fence).isTrue();
            }
          }
        });
  }

  @Test
  @Tag("field-F1")
  void register_noHigherIncarnationIsIssued_isRefusedByName() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(Cluster.NODES.get(0), "floor");
          ActorAddress proposed = cluster.node(1).catalog().create(actor);
          assertThatThrownBy(
                  () -> cluster.node(1).directory().register(proposed, new Fence(0, 1_000, 5)))
              .isInstanceOf(DirectoryException.class)
              .hasMessageContaining("no incarnation above fence 0.1000.5");
        });
  }

  @Test
  void unregister_ofAnOldActivationAfterANewerRegistration_leavesTheNewer() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          ActorAddress old = placed(cluster.node(1).activate(actor));
          // The first unregistering is under way for long; its sender asks again meanwhile.
          cluster.switchboard.holdsQuestion =
              (from, question) ->
                  question instanceof Unregister && cluster.switchboard.heldCount() == 0;
          cluster.node(1).catalog().end(old);
          cluster.node(1).directory().unregister(old);
          assertThat(cluster.switchboard.heldCount()).isEqualTo(1);
          ActorAddress newer = placed(cluster.node(1).activate(actor));
          cluster.switchboard.release();
          cluster.providers.time().sleep(Duration.ofSeconds(1));
          assertThat(cluster.node(2).directory().lookup(actor)).contains(newer);
        });
  }

  @Test
  void register_afterThisNodesOwnUnregisteringGotLost_removesTheLeftover() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          ActorAddress old = placed(cluster.node(1).activate(actor));
          cluster.node(1).catalog().end(old); // and nobody tells the owner
          ActorAddress newer = placed(cluster.node(1).activate(actor));
          assertThat(newer.activation()).isNotEqualTo(old.activation());
          assertThat(newer.fence()).isGreaterThan(old.fence());
          assertThat(cluster.node(0).directory().lookup(actor)).contains(newer);
        });
  }

  @Test
  void ownerRestart_withLiveActivations_losesNoneAndKeepsTheirFences() {
    inWorld(
        cluster -> {
          cluster.startAll();
          List<ActorAddress> live = new ArrayList<>();
          for (int i = 0; i < 700; i++) { // several pages each
            ActorId actor = cluster.actorOwnedBy(A, "x" + i + "-");
            live.add(placed(cluster.node(1 + i % 2).activate(actor)));
          }
          cluster.crash(A);
          Node restarted = cluster.startReady(A);
          for (ActorAddress address : live) {
            assertThat(cluster.node(1).directory().lookup(address.actor())).contains(address);
          }
          assertThat(restarted.directory().load(cluster.node(1).identity())).isEqualTo(350);
          ActorId other = cluster.actorOwnedBy(A, "new");
          assertThat(placed(cluster.node(2).activate(other)).fence())
              .isGreaterThan(live.getLast().fence());
        });
  }

  @Test
  void ownerRestart_whileAGrantIsOnItsWay_theOldGrantIsNotTaken() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          long oldRun = cluster.node(0).identity().incarnation();
          cluster.switchboard.holdsAnswer = (from, question) -> question instanceof Register;
          AtomicReference<Registration> answer = new AtomicReference<>();
          Task registering =
              cluster
                  .providers
                  .tasks()
                  .start("register", () -> answer.set(cluster.node(1).activate(actor)));
          cluster.providers.time().sleep(Duration.ofMillis(100));
          assertThat(cluster.switchboard.heldCount()).isEqualTo(1);
          cluster.crash(A);
          cluster.startReady(A);
          assertThat(cluster.node(2).directory().lookup(actor)).isEmpty();
          cluster.switchboard.release(); // now the dead run's grant arrives
          registering.join();
          ActorAddress placed = placed(answer.get());
          assertThat(placed.fence().incarnation()).isGreaterThan(oldRun);
          assertThat(cluster.node(2).directory().lookup(actor)).contains(placed);
        });
  }

  @Test
  void ownerRestart_whileAnActivationIsInFlightElsewhere_theFirstToReachTheNewRunWins() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          cluster.switchboard.holdsAnswer = (from, question) -> question instanceof Register;
          AtomicReference<Registration> slow = new AtomicReference<>();
          Task registering =
              cluster
                  .providers
                  .tasks()
                  .start("register", () -> slow.set(cluster.node(1).activate(actor)));
          cluster.providers.time().sleep(Duration.ofMillis(100));
          cluster.crash(A);
          cluster.startReady(A);
          cluster.switchboard.holdsAnswer = (from, question) -> false;
          ActorAddress winner = placed(cluster.node(2).activate(actor));
          cluster.switchboard.release();
          registering.join();
          assertThat(slow.get()).isEqualTo(new Race(winner));
        });
  }

  @Test
  void lookup_whileTheOwnerRebuilds_waitsForItAndFindsWhatIsThere() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          ActorAddress placed = placed(cluster.node(1).activate(actor));
          cluster.crash(A);
          cluster.switchboard.holdsAnswer = (from, question) -> question instanceof Report;
          Node restarted = cluster.start(A);
          cluster.providers.time().sleep(Duration.ofMillis(1_500));
          assertThat(restarted.directory().ready()).isNotDone();
          Task releasing =
              Worlds.start(
                  cluster.providers,
                  "release",
                  () -> {
                    cluster.providers.time().sleep(Duration.ofSeconds(1));
                    cluster.switchboard.release();
                  });
          assertThat(cluster.node(2).directory().lookup(actor)).contains(placed);
          releasing.join();
        });
  }

  @Test
  void start_whenAllOtherNodesAreDown_isReadyWithinASecond() {
    inWorld(
        cluster -> {
          long before = cluster.providers.time().nanoTime();
          cluster.startReady(A);
          assertThat(Duration.ofNanos(cluster.providers.time().nanoTime() - before))
              .isLessThan(Duration.ofSeconds(1));
        });
  }

  @Test
  void start_whenANodeIsSilent_isReadyAfterTheBoundAndLearnsOfItsActivationsLater() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId alone = cluster.actorOwnedBy(A, "alone");
          ActorId twice = cluster.actorOwnedBy(A, "twice");
          ActorAddress hidden = placed(cluster.node(1).activate(alone));
          ActorAddress loser = placed(cluster.node(1).activate(twice));
          cluster.crash(A);
          cluster.switchboard.cut = (from, to) -> from.equals(B) || to.equals(B);
          cluster.startReady(A);
          assertThat(cluster.node(2).directory().lookup(alone)).isEmpty();
          ActorAddress winner = placed(cluster.node(2).activate(twice));
          assertThat(winner.fence()).isGreaterThan(loser.fence());
          cluster.switchboard.cut = (from, to) -> false;
          cluster.providers.time().sleep(Duration.ofSeconds(6));
          assertThat(cluster.node(2).directory().lookup(alone)).contains(hidden);
          assertThat(cluster.node(1).directory().lookup(twice)).contains(winner);
          assertThat(cluster.node(1).catalog().find(twice)).isEmpty(); // it was told
        });
  }

  @Test
  void suspect_ofAnActivationThatIsThere_changesNothing() {
    inWorld(
        cluster -> {
          cluster.startAll();
          for (NodeAddress owner : Cluster.NODES) {
            ActorId actor = cluster.actorOwnedBy(owner, "k");
            ActorAddress placed = placed(cluster.node(1).activate(actor));
            assertThat(cluster.node(2).directory().suspect(placed)).isFalse();
            assertThat(cluster.node(2).directory().lookup(actor)).contains(placed);
          }
        });
  }

  @Test
  void suspect_ofAnActivationThatItsNodeDoesNotHave_dropsIt() {
    inWorld(
        cluster -> {
          cluster.startAll();
          for (NodeAddress owner : Cluster.NODES) {
            ActorId actor = cluster.actorOwnedBy(owner, "k");
            ActorAddress placed = placed(cluster.node(1).activate(actor));
            cluster.node(1).catalog().end(placed);
            assertThat(cluster.node(2).directory().suspect(placed)).isTrue();
            assertThat(cluster.node(2).directory().lookup(actor)).isEmpty();
          }
        });
  }

  @Test
  void suspect_ofAnActivationWhoseNodeIsDown_dropsItAndTheNextOneAtOnce() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId one = cluster.actorOwnedBy(A, "one");
          ActorId two = cluster.actorOwnedBy(A, "two");
          ActorAddress first = placed(cluster.node(1).activate(one));
          ActorAddress second = placed(cluster.node(1).activate(two));
          cluster.crash(B);
          assertThat(cluster.node(2).directory().suspect(first)).isTrue();
          long before = cluster.providers.time().nanoTime();
          assertThat(cluster.node(2).directory().suspect(second)).isTrue();
          assertThat(Duration.ofNanos(cluster.providers.time().nanoTime() - before))
              .isLessThan(Duration.ofMillis(100));
          ActorAddress again = placed(cluster.node(2).activate(one));
          assertThat(again.fence()).isGreaterThan(first.fence());
        });
  }

  @Test
  void suspect_ofAnActivationBehindAPartition_dropsItAndTheyMeetAgainAsOne() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          ActorId left = cluster.actorOwnedBy(A, "left");
          ActorAddress earlier = placed(cluster.node(1).activate(actor));
          ActorAddress quiet = placed(cluster.node(1).activate(left));
          cluster.switchboard.cut = (from, to) -> from.equals(B) || to.equals(B);
          assertThat(cluster.node(2).directory().suspect(earlier)).isTrue();
          assertThat(cluster.node(2).directory().suspect(quiet)).isTrue();
          ActorAddress later = placed(cluster.node(2).activate(actor));
          cluster.switchboard.cut = (from, to) -> false;
          cluster.providers.time().sleep(Duration.ofSeconds(6));
          assertThat(cluster.node(1).directory().lookup(actor)).contains(later);
          assertThat(cluster.node(1).catalog().find(actor)).isEmpty();
          assertThat(cluster.node(2).directory().lookup(left)).contains(quiet);
        });
  }

  @Test
  void suspicion_whileAGrantIsOnItsWay_theGrantIsNotTakenAfterAReport() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          cluster.switchboard.holdsAnswer = (from, question) -> question instanceof Register;
          AtomicReference<Registration> slow = new AtomicReference<>();
          Task registering =
              cluster
                  .providers
                  .tasks()
                  .start("register", () -> slow.set(cluster.node(1).activate(actor)));
          cluster.providers.time().sleep(Duration.ofMillis(100));
          cluster.switchboard.holdsAnswer = (from, question) -> false;
          // The owner gives the silent node up, which then reports what it has: nothing yet.
          cluster.crashSeemingly(B);
          ActorAddress granted = cluster.node(2).directory().lookup(actor).orElseThrow();
          assertThat(cluster.node(2).directory().suspect(granted)).isTrue();
          ActorAddress winner = placed(cluster.node(2).activate(actor));
          cluster.switchboard.refuses = node -> false;
          cluster.providers.time().sleep(Duration.ofMillis(800));
          cluster.switchboard.release();
          registering.join();
          assertThat(slow.get()).isEqualTo(new Race(winner));
        });
  }

  @Test
  void conflict_whoseLoserCannotBeToldForLong_isToldWhenItCan() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          ActorAddress earlier = placed(cluster.node(1).activate(actor));
          cluster.switchboard.cut = (from, to) -> from.equals(B) || to.equals(B);
          assertThat(cluster.node(2).directory().suspect(earlier)).isTrue();
          ActorAddress later = placed(cluster.node(2).activate(actor));
          // The report gets through, and then nothing that tells of its outcome.
          cluster.switchboard.holdsQuestion = (from, question) -> question instanceof Lost;
          cluster.switchboard.cut = (from, to) -> false;
          cluster.providers.time().sleep(Duration.ofSeconds(20));
          assertThat(cluster.node(1).catalog().find(actor)).isPresent();
          cluster.switchboard.forgetHeld();
          cluster.providers.time().sleep(Duration.ofSeconds(20));
          assertThat(cluster.node(1).catalog().find(actor)).isEmpty();
          assertThat(cluster.node(1).directory().lookup(actor)).contains(later);
        });
  }

  @Test
  void nodeSeen_inALaterRun_makesItsEarlierEntriesVoid() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          ActorAddress old = placed(cluster.node(1).activate(actor));
          cluster.crash(B);
          NodeIdentity later = new NodeIdentity(B, 99);
          cluster.node(0).directory().nodeSeen(later);
          assertThat(cluster.node(2).directory().lookup(actor)).isEmpty();
          assertThat(cluster.node(2).directory().suspect(old)).isTrue();
          assertThat(cluster.node(0).directory().load(old.node())).isZero();
        });
  }

  @Test
  void register_byARunThatHasBeenSuperseded_isRefused() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorId actor = cluster.actorOwnedBy(A, "k");
          cluster.node(0).directory().nodeSeen(new NodeIdentity(B, 99));
          assertThatThrownBy(() -> cluster.node(1).activate(actor))
              .isInstanceOfSatisfying(
                  DirectoryException.class,
                  e -> {
                    assertThat(e.reason()).isEqualTo(Reason.REFUSED);
                    assertThat(e.owner()).isEqualTo(A);
                    assertThat(e.isRetriable()).isFalse();
                  })
              .hasMessageContaining("superseded by b:1#99");
        });
  }

  @Test
  void lookup_whenTheOwnerStaysAway_failsAfterTheDeadlineAndNamesIt() {
    inWorld(
        cluster -> {
          cluster.startAll();
          cluster.crash(A);
          ActorId actor = cluster.actorOwnedBy(A, "k");
          assertThatThrownBy(() -> cluster.node(1).directory().lookup(actor))
              .isInstanceOfSatisfying(
                  DirectoryException.class,
                  e -> {
                    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
                    assertThat(e.owner()).isEqualTo(A);
                    assertThat(e.isRetriable()).isTrue();
                  })
              .hasRootCauseInstanceOf(ConnectionRefusedException.class);
        });
  }

  @Test
  void calls_afterClosing_failAsClosed() {
    inWorld(
        cluster -> {
          cluster.startAll();
          Node node = cluster.node(1);
          cluster.crash(B);
          assertThatThrownBy(() -> node.directory().lookup(cluster.actorOwnedBy(A, "k")))
              .isInstanceOfSatisfying(
                  DirectoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
        });
  }

  @Test
  void calls_whenInterrupted_endAndKeepTheInterrupt() {
    inWorld(
        cluster -> {
          cluster.startAll();
          cluster.crash(A);
          ActorId actor = cluster.actorOwnedBy(A, "k");
          AtomicReference<Object> seen = new AtomicReference<>("nothing");
          Task looking =
              cluster
                  .providers
                  .tasks()
                  .start(
                      "look",
                      () -> {
                        try {
                          cluster.node(1).directory().lookup(actor);
                        } catch (DirectoryException e) {
                          seen.set(e.reason() + " " + Thread.currentThread().isInterrupted());
                        }
                      });
          cluster.providers.time().sleep(Duration.ofMillis(50));
          looking.interrupt();
          looking.join();
          assertThat(seen.get()).isEqualTo("INTERRUPTED true");
        });
  }

  @Test
  void asked_withBytesThatAreNoQuestion_answersThatItCannotReadThem() {
    inWorld(
        cluster -> {
          cluster.startAll();
          byte[] answer =
              cluster
                  .node(0)
                  .directory()
                  .asked(cluster.node(1).identity(), new byte[] {9, 9})
                  .join();
          assertThat(new DirectoryCodec().decodeAnswer(A, answer).answer())
              .isInstanceOfSatisfying(
                  DirectoryAnswer.Refused.class,
                  refused -> assertThat(refused.reason()).contains("version 1", "version 9"));
        });
  }

  @Test
  void register_ofAnotherNodesActivation_isAProgrammingError() {
    inWorld(
        cluster -> {
          cluster.startAll();
          ActorAddress foreign = cluster.node(2).catalog().create(cluster.actorOwnedBy(A, "k"));
          assertThatThrownBy(() -> cluster.node(1).directory().register(foreign, Fence.NONE))
              .isInstanceOf(IllegalArgumentException.class);
        });
  }

  private static ActorAddress placed(Registration registration) {
    assertThat(registration).isInstanceOf(Placed.class);
    return ((Placed) registration).address();
  }
}

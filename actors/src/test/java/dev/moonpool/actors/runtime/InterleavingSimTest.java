package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.FaultyStore;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.runtime.Desk.Text;
import dev.moonpool.actors.runtime.LocalWorld.World;
import dev.moonpool.foundation.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Turns that wait for calls of their own, and what others may do meanwhile.
class InterleavingSimTest {
  private static final Duration WHILE = Duration.ofSeconds(10);

  @Test
  @Tag("A18")
  void deactivate_whileATurnWaits_isServedWhenItHasEnded() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
          CompletableFuture<Text> waits = alice.callAsync(new Desk.Await(bob, WHILE));
          world.sleep(Duration.ofSeconds(1));

          assertThat(node.deactivate(alice)).isTrue();
          assertThat(waits.get()).isEqualTo(new Text("held"));
          world.sleep(Duration.ofSeconds(1));
          assertThat(journal.entries).containsExactly("awaited", "alice down EXPLICIT");
          assertThat(node.isHere(alice.id())).isFalse();
        });
  }

  @Test
  @Tag("A27")
  void deactivateSelf_thenWait_endsAfterTheTurn() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");

          assertThat(alice.call(new Desk.LeaveAndAwait(bob, WHILE))).isEqualTo(new Text("held"));
          world.sleep(Duration.ofSeconds(1));
          assertThat(journal.entries).containsExactly("awaited", "alice down EXPLICIT");
        });
  }

  @Test
  @Tag("A46")
  void shutdown_whileATurnWaits_waitsForItAndRunsTheHook() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
          CompletableFuture<Text> waits = alice.callAsync(new Desk.Await(bob, WHILE));
          world.sleep(Duration.ofSeconds(1));
          node.shutdown();

          assertThat(waits.get()).isEqualTo(new Text("held"));
          assertThat(journal.entries)
              .contains("awaited", "alice down NODE_SHUTDOWN", "bob down NODE_SHUTDOWN");
        });
  }

  @Test
  @Tag("A21")
  void calls_moreThanMayBePutAside_areOverloadedAndTheOthersRunInOrder() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
          CompletableFuture<Text> waits = alice.callAsync(new Desk.Await(bob, WHILE));
          world.sleep(Duration.ofSeconds(1));
          List<CompletableFuture<Text>> notes = new ArrayList<>();
          for (int i = 0; i < 600; i++) {
            notes.add(alice.callAsync(new Desk.Note(String.valueOf(i))));
            if (i % 100 == 0) {
              world.sleep(Duration.ofMillis(1)); // so that some are put aside
            }
          }
          int overloaded = 0;
          assertThat(waits.get()).isEqualTo(new Text("held"));
          List<String> ran = new ArrayList<>(List.of("awaited"));
          for (int i = 0; i < notes.size(); i++) {
            try {
              ran.add(notes.get(i).join().text());
            } catch (CompletionException e) {
              assertThat(rejection(e)).isInstanceOf(Rejection.Overloaded.class);
              overloaded++;
            }
          }
          assertThat(journal.entries).isEqualTo(ran);
          assertThat(overloaded).isPositive();
          assertThat(alice.call(new Desk.Note("after"))).isEqualTo(new Text("after"));
        });
  }

  @Test
  @Tag("A22")
  void error_whileAnotherTurnWaits_endsTheActivationOnceAndTheWaitingTurnIsAnswered() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
          CompletableFuture<Text> waits = alice.callAsync(new Desk.Await(bob, WHILE));
          world.sleep(Duration.ofSeconds(1));

          assertThatThrownBy(() -> alice.call(new Desk.Break()))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("told to break");
          assertThat(alice.call(new Desk.Note("next life"))).isEqualTo(new Text("next life"));
          assertThat(waits.get()).isEqualTo(new Text("held"));
          world.sleep(Duration.ofSeconds(1));
          assertThat(journal.entries)
              .containsExactly("alice down UNRECOVERABLE_ERROR", "next life", "awaited");
          assertThat(alice.call(new Desk.Note("same life"))).isEqualTo(new Text("same life"));
        });
  }

  @Test
  @Tag("A22")
  void error_inTwoTurnsThatOverlap_endsTheActivationOnce() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
          CompletableFuture<Text> first = alice.callAsync(new Desk.Await(bob, WHILE));
          world.sleep(Duration.ofSeconds(1));
          for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> alice.call(new Desk.Break()))
                .isInstanceOf(FailedException.class);
          }
          first.get();

          assertThat(journal.entries).filteredOn(entry -> entry.contains("down")).hasSize(3);
        });
  }

  @Test
  @Tag("A18")
  void read_comesBackToAReader_runsWhileItWaits() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");

          assertThat(alice.call(new Desk.ReadAround(bob, alice))).isEqualTo(new Text("blank"));
        });
  }

  @Test
  @Tag("A18")
  void read_comesBackToAWriter_isRefusedAsACycle() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");

          assertThatThrownBy(() -> alice.call(new Desk.WriteAround(bob, alice)))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining(
                  "test::desk/alice.write-around -> test::desk/bob.read-from"
                      + " -> test::desk/alice.read");
        });
  }

  @Test
  @Tag("A40")
  void save_unknownAndMadeWholeByAnotherTurn_theAnswerIsReplacedAllTheSame() {
    FaultyStore[] store = new FaultyStore[1];
    LocalWorld.run(
        world -> {
          store[0] = new FaultyStore();
          withDesks(
              world,
              world.node().store(store[0]),
              (same, node, journal) -> {
                ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
                ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
                bob.call(new Desk.Peek());
                alice.call(new Desk.Peek());
                store[0].thenDoAndFail(() -> new StoreException.Indeterminate("cut off"));
                CompletableFuture<Text> saves =
                    alice.callAsync(new Desk.SaveAndAwait("saved", bob, WHILE));
                same.sleep(Duration.ofSeconds(1));

                assertThat(alice.call(new Desk.Peek()))
                    .as("another turn has read the state back")
                    .isEqualTo(new Text("saved"));
                assertThatThrownBy(saves::join)
                    .hasCauseInstanceOf(MaybeExecutedException.class)
                    .hasMessageContaining("outcome is unknown");
                assertThat(journal.entries).containsExactly("save failed");
              });
        });
  }

  @Test
  @Tag("A22")
  void interrupt_leftByAHandler_doesNotMeetTheNextMessage() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          List<CompletableFuture<?>> scratches = new ArrayList<>();
          List<CompletableFuture<Text>> feels = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            scratches.add(alice.callAsync(new Desk.Scratch()));
            feels.add(alice.callAsync(new Desk.Feel()));
          }
          assertThat(feels).allMatch(feel -> feel.join().text().equals("interrupted false"));
          assertThat(scratches).allMatch(scratch -> scratch.join() != null);
        });
  }

  private static Rejection rejection(CompletionException e) {
    return ((RejectedException) e.getCause()).rejection();
  }

  private interface Body {
    void run(World world, ActorRuntime node, Desk.Journal journal) throws Exception;
  }

  private static void withDesks(Body body) {
    LocalWorld.run(world -> withDesks(world, world.node(), body));
  }

  private static void withDesks(World world, RuntimeBuilder builder, Body body) throws Exception {
    Desk.Journal journal = new Desk.Journal(world.context().providers().time());
    try (ActorRuntime node = builder.host(journal.definition()).start()) {
      body.run(world, node, journal);
    }
  }
}

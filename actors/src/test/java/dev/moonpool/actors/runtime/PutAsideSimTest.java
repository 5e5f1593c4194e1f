package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.runtime.Desk.Text;
import dev.moonpool.simulation.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Messages that interleaving holds back, and hooks that take their time.
@Tag("A18")
class PutAsideSimTest {
  private static final Duration WHILE = Duration.ofSeconds(10);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void deactivate_whileMessagesAreHeldBack_theNextActivationRunsThemAllInOrder() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
          CompletableFuture<Text> waits = alice.callAsync(new Desk.Await(bob, WHILE));
          world.sleep(SECOND);
          List<CompletableFuture<Text>> notes = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            notes.add(alice.callAsync(new Desk.Note(String.valueOf(i))));
          }
          world.sleep(SECOND);
          assertThat(node.deactivate(alice)).isTrue();
          List<String> expected = new ArrayList<>(List.of("awaited", "alice down EXPLICIT"));
          waits.get();
          for (int i = 0; i < 20; i++) {
            assertThat(notes.get(i).get().text()).isEqualTo(String.valueOf(i));
            expected.add(String.valueOf(i));
          }
          assertThat(journal.entries).isEqualTo(expected);
        });
  }

  @Test
  void read_whileAWriterWaits_runsOnlyAfterIt() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
          CompletableFuture<Text> writes =
              alice.callAsync(new Desk.SaveAndAwait("half", bob, WHILE));
          world.sleep(SECOND);
          CompletableFuture<Text> reads = alice.callAsync(new Desk.Read());
          CompletableFuture<Text> peeks = alice.callAsync(new Desk.Peek());
          world.sleep(SECOND);

          assertThat(peeks.isDone()).as("what always interleaves").isTrue();
          assertThat(reads.isDone()).as("a read beside a writer").isFalse();
          writes.get();
          assertThat(reads.get()).isEqualTo(new Text("half"));
        });
  }

  @Test
  void read_whileAReaderWaits_runsBesideIt() {
    withDesks(
        (world, node, journal) -> {
          ActorRef<Desk> alice = node.actor(Desk.TYPE, "alice");
          ActorRef<Desk> bob = node.actor(Desk.TYPE, "bob");
          bob.send(new Desk.Hold(WHILE));
          world.sleep(SECOND);
          CompletableFuture<Text> around = alice.callAsync(new Desk.ReadAround(bob, alice));
          world.sleep(SECOND);
          CompletableFuture<Text> reads = alice.callAsync(new Desk.Read());
          world.sleep(SECOND);

          assertThat(reads.isDone()).isTrue();
          assertThat(around.isDone()).isFalse();
          assertThat(around.get()).isEqualTo(new Text("blank"));
        });
  }

  @Test
  @Tag("A23")
  void hooks_thatTakeTimeOnThreeNodes_neverOverlapForOneActor() {
    new ClusterWorld(3, Profile.CHAOS.only(), (journal, context) -> journal.definition())
        .run(
            20,
            cluster -> {
              cluster.journal().hookTakes = Duration.ofSeconds(2);
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              for (int i = 0; i < 10; i++) {
                probe.call(new Probe.Note("n"));
                cluster.client().deactivate(probe);
                List<CompletableFuture<Probe.Noted>> next = new ArrayList<>();
                next.add(cluster.host(i % 3).actor(Probe.TYPE, "p").callAsync(new Probe.Note("n")));
                next.add(probe.callAsync(new Probe.Note("n")));
                for (CompletableFuture<Probe.Noted> call : next) {
                  call.get();
                }
              }
              boolean up = false;
              for (String entry : cluster.journal().entries) {
                if (entry.equals("p up")) {
                  assertThat(up).as("up twice in %s", cluster.journal().entries).isFalse();
                  up = true;
                } else if (entry.startsWith("p down")) {
                  assertThat(up).as("down twice in %s", cluster.journal().entries).isTrue();
                  up = false;
                }
              }
            });
  }

  private interface Body {
    void run(LocalWorld.World world, ActorRuntime node, Desk.Journal journal) throws Exception;
  }

  private static void withDesks(Body body) {
    LocalWorld.run(
        world -> {
          Desk.Journal journal = new Desk.Journal(world.context().providers().time());
          try (ActorRuntime node = world.node().host(journal.definition()).start()) {
            body.run(world, node, journal);
          }
        });
  }
}

package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.actors.runtime.Probe.Noted;
import dev.moonpool.simulation.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A burst to an actor that has no activation yet: what its definition says of its mailbox holds
/// while it is located too.
@Tag("field-F11")
class LocatingQueueSimTest {
  @Test
  void calls_burstToANewActorWithALargeMailbox_areAllAccepted() {
    cluster(5_000).run(3, cluster -> assertThat(refused(burst(cluster.host(0), 4_000))).isEmpty());
  }

  @Test
  void calls_burstFromANodeThatDoesNotHostIt_areAllAccepted() {
    cluster(5_000).run(3, cluster -> assertThat(refused(burst(cluster.client(), 4_000))).isEmpty());
  }

  @Test
  void calls_burstToANewActorWithASmallMailbox_areRefusedByItsOwnCapacity() {
    cluster(128)
        .run(
            5,
            cluster -> {
              List<RejectedException> refused = refused(burst(cluster.host(0), 500));
              assertThat(refused).hasSizeBetween(1, 372);
              assertThat(refused)
                  .allSatisfy(
                      e ->
                          assertThat(e.rejection())
                              .isInstanceOfSatisfying(
                                  Rejection.Overloaded.class,
                                  overloaded -> assertThat(overloaded.capacity()).isEqualTo(128)));
            });
  }

  private static ClusterWorld cluster(int capacity) {
    return new ClusterWorld(
        2, Profile.CALM, (journal, context) -> journal.definition().mailboxCapacity(capacity));
  }

  private static List<CompletableFuture<Noted>> burst(ActorRuntime from, int messages) {
    ActorRef<Probe> probe = from.actor(Probe.TYPE, "p");
    return LocalWorld.listOf(messages, i -> probe.callAsync(new Note("n" + i)));
  }

  private static List<RejectedException> refused(List<CompletableFuture<Noted>> calls)
      throws Exception {
    List<RejectedException> refused = new ArrayList<>();
    for (CompletableFuture<Noted> call : calls) {
      Object outcome = call.handle((noted, thrown) -> thrown == null ? noted : thrown).get();
      if (outcome instanceof RejectedException rejected) {
        refused.add(rejected);
      } else {
        assertThat(outcome).isInstanceOf(Noted.class);
      }
    }
    return refused;
  }
}

package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.messaging.Connection;
import dev.moonpool.actors.messaging.Inbound;
import dev.moonpool.actors.messaging.Message;
import dev.moonpool.actors.messaging.Outbound;
import dev.moonpool.actors.messaging.PeerOptions;
import dev.moonpool.actors.messaging.Peers;
import dev.moonpool.actors.messaging.WireOutcome;
import dev.moonpool.actors.runtime.Probe.Leave;
import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.simulation.Profile;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How many nodes a message passes: a sender that knows an old place of an actor pays one detour
/// and learns from it.
@Tag("A30")
class DetourSimTest {
  @Test
  void call_actorHasMoved_isForwardedOnceAndTheNextOneNotAtAll() {
    cluster()
        .run(
            20,
            cluster -> {
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              probe.call(new Note("first"));
              for (int i = 0; i < 6; i++) {
                probe.call(new Leave());
                cluster.sleep(Duration.ofSeconds(2));
                long before = forwarded(cluster);
                probe.call(new Note("n" + i));
                assertThat(forwarded(cluster) - before).as("forwards to find it").isLessThan(2);
                long known = forwarded(cluster);
                probe.call(new Note("m" + i));
                assertThat(forwarded(cluster)).as("forwards of all").isEqualTo(known);
              }
            });
  }

  @Test
  void request_forwardedTwiceAndNotFound_isRejectedAndRunsNowhere() {
    cluster()
        .run(
            10,
            cluster -> {
              Raw raw = new Raw(cluster);
              try (Peers _ = raw.peers) {
                assertThat(raw.send(0, 1)).isInstanceOf(WireOutcome.Answered.class);
                cluster.host(0).deactivate(cluster.host(0).actor(Probe.TYPE, "wanted"));
                cluster.sleep(Duration.ofSeconds(2));
                int before = cluster.journal().entries.size();
                long forwarded = forwarded(cluster);

                assertThat(raw.send(0, 2))
                    .isEqualTo(
                        new WireOutcome.Rejected(
                            new Rejection.TooManyForwards(raw.wanted.toString(), 2)));
                assertThat(forwarded(cluster)).isEqualTo(forwarded);
                assertThat(cluster.journal().entries).hasSize(before);
              }
            });
  }

  @Test
  void calls_afterTheNodeOfAnActorRestarted_takeNoDetourOnceItIsKnown() {
    cluster()
        .run(
            20,
            cluster -> {
              ActorRef<Probe> probe = cluster.client().actor(Probe.TYPE, "p");
              probe.call(new Note("first"));
              cluster.simulation().crash(home(cluster, probe));
              callUntilAnswered(cluster, probe);
              cluster.sleep(Duration.ofMinutes(1)); // all nodes are up and have met again
              callUntilAnswered(cluster, probe);

              long elsewhere = cluster.client().metrics().placedElsewhere();
              long forwarded = forwarded(cluster);
              for (int i = 0; i < 10; i++) {
                probe.call(new Note("n" + i));
              }
              assertThat(cluster.client().metrics().placedElsewhere()).isEqualTo(elsewhere);
              assertThat(forwarded(cluster)).isEqualTo(forwarded);
            });
  }

  private static ClusterWorld cluster() {
    return new ClusterWorld(3, Profile.CALM, (journal, context) -> journal.definition());
  }

  private static long forwarded(ClusterWorld.Cluster cluster) {
    return cluster.hosts().stream().mapToLong(host -> host.metrics().forwarded()).sum();
  }

  private static int home(ClusterWorld.Cluster cluster, ActorRef<?> ref) {
    for (int i = 0; i < cluster.hosts().size(); i++) {
      if (cluster.host(i).isHere(ref.id())) {
        return i;
      }
    }
    throw new AssertionError(ref + " lives nowhere");
  }

  private static void callUntilAnswered(ClusterWorld.Cluster cluster, ActorRef<Probe> probe)
      throws InterruptedException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        probe.call(new Note("again"), Duration.ofSeconds(5));
        return;
      } catch (ActorException e) {
        cluster.sleep(Duration.ofMillis(500));
      }
    }
    throw new AssertionError(probe + " did not answer again");
  }

  /// A node that sends what no runtime would: requests that claim to have been forwarded.
  private static final class Raw implements Inbound {
    final ActorId wanted = new ActorId("test", "probe", "wanted");
    final Peers peers;
    private final ClusterWorld.Cluster cluster;
    private CompletableFuture<WireOutcome> answer = new CompletableFuture<>();
    private long correlation;

    Raw(ClusterWorld.Cluster cluster) {
      this.cluster = cluster;
      NodeIdentity self = new NodeIdentity(new NodeAddress("raw", 1), 1);
      this.peers = new Peers(cluster.context().providers(), PeerOptions.LOCAL, self, "test", this);
    }

    /// Sends a request for an activation that this host does not have.
    WireOutcome send(int host, int forwards) throws Exception {
      InetSocketAddress to = cluster.context().addresses().get(host);
      correlation++;
      answer = new CompletableFuture<>();
      byte[] payload = {(byte) 0xA1, 0x65, 'e', 'n', 't', 'r', 'y', 0x61, 'x'}; // CBOR: {entry: x}
      Message message =
          Message.request(correlation, wanted, "note", payload)
              .activation(4_711)
              .forwards(forwards)
              .build();
      peers.send(new NodeAddress(to.getHostString(), to.getPort()), new Once(message));
      return cluster
          .context()
          .providers()
          .time()
          .await(answer, Duration.ofMinutes(1), "the outcome of a forwarded request");
    }

    @Override
    public void response(Message message) {
      WireOutcome outcome = message.outcome();
      if (message.correlation() == correlation && outcome != null) {
        answer.complete(outcome);
      }
    }

    @Override
    public void request(Message message, Connection from) {}

    @Override
    public void cancelled(long cancelled, Connection from) {}

    @Override
    public String stage(long asked, Connection from) {
      return "none";
    }

    @Override
    public CompletableFuture<byte[]> asked(NodeIdentity from, byte[] body) {
      return CompletableFuture.failedFuture(new IllegalStateException("asks nothing"));
    }

    @Override
    public void connectionLost(Connection connection) {}

    @Override
    public void nodeSeen(NodeIdentity node, int load) {}

    @Override
    public int load() {
      return 0;
    }
  }

  private record Once(Message message) implements Outbound {
    @Override
    public boolean handOver(Connection connection) {
      return true;
    }

    @Override
    public void notSent(String why) {
      throw new AssertionError(why);
    }
  }
}

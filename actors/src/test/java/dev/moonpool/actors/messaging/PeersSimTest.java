package dev.moonpool.actors.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Peers in worlds where the network and the nodes fail.
@Tag("A12")
class PeersSimTest {
  private static final int SEEDS = Integer.getInteger("messaging.seeds", 60);
  private static final long SEED_FIRST = Long.getLong("messaging.firstSeed", 1);
  private static final PeerOptions QUICK = PeerOptions.LOCAL.withPings(Duration.ofMillis(300), 2);
  private static final Logger LOG = Logger.getLogger(Connection.class.getName());

  @BeforeEach
  void logErrorsOnly() {
    LOG.setLevel(Level.SEVERE); // thousands of broken connections are what is wanted here
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultFamily.class,
      mode = Mode.EXCLUDE,
      names = {"FAULT_POINT", "STORE"})
  void calls_underEachFamily_runAtMostOnceAndEndAsTheyShould(FaultFamily family) {
    campaign("2x2", Profile.CHAOS.only(family), Math.max(1, SEEDS / 3));
  }

  @Test
  void calls_underAllFaultsAtOnce_runAtMostOnceAndEndAsTheyShould() {
    Map<String, Long> marks =
        campaign("2x3", Profile.CHAOS.without(FaultFamily.FAULT_POINT, FaultFamily.STORE), SEEDS);

    assertThat(marks)
        .containsKeys(
            "messaging.dials-settled-by-refusal",
            "messaging.own-dial-given-up",
            "messaging.malformed-frame",
            "messaging.peer-taken-for-dead");
  }

  @Test
  void dials_bothAtOnceInACalmWorld_settleOnOneConnectionAndLoseNothing() {
    for (long seed = SEED_FIRST; seed < SEED_FIRST + SEEDS; seed++) {
      MessageLedger ledger = new MessageLedger();
      Simulation simulation = simulation(seed, "2x4", Profile.CALM, ledger);
      passed(simulation.run());

      assertThat(ledger.maybeExecuted).as("seed " + seed).isZero();
      assertThat(ledger.notSent).as("seed " + seed).isZero();
    }
  }

  @Test
  void queues_framesCancelledRefusedOrUnwritable_haveAllTheirRoomInTheEnd() {
    LOG.setLevel(Level.OFF); // each frame that cannot be written is an error
    Profile profile = Profile.CHAOS.only(FaultFamily.CLOSE, FaultFamily.CONNECT);
    long notSent = 0;
    long maybeExecuted = 0;
    for (long seed = SEED_FIRST; seed < SEED_FIRST + 20; seed++) {
      MessageLedger ledger = new MessageLedger();
      ledger.cancelled = 0.2;
      ledger.tooLarge = 0.05;
      ledger.unwritable = 0.02;
      passed(simulation(seed, "2x2", profile, ledger).run());
      notSent += ledger.notSent;
      maybeExecuted += ledger.maybeExecuted;
    }
    assertThat(notSent).isPositive();
    assertThat(maybeExecuted).isPositive();
  }

  @Test
  void dials_atTheSameInstant_settleBeforeAnyBackoff() {
    PeerOptions patient =
        PeerOptions.LOCAL.withBackoff(Duration.ofMinutes(1), Duration.ofMinutes(2));
    for (long seed = SEED_FIRST; seed < SEED_FIRST + SEEDS; seed++) {
      MessageLedger ledger = new MessageLedger();
      Simulation simulation =
          Simulation.of(
              seed, Topology.parse("1x2"), Profile.CALM.withLivenessBound(Duration.ofHours(1)));
      List<SimNode> nodes = new ArrayList<>();
      simulation.processes(() -> new DialingNode(nodes, patient, ledger));
      simulation.workloads(
          () ->
              context -> {
                Time time = context.providers().time();
                time.sleep(Duration.ofSeconds(1)); // both listen
                long before = time.nanoTime();
                CompletableFuture<MessageLedger.End> there =
                    nodes.get(0).call(nodes.get(1).self.address());
                CompletableFuture<MessageLedger.End> back =
                    nodes.get(1).call(nodes.get(0).self.address());
                for (CompletableFuture<MessageLedger.End> call : List.of(there, back)) {
                  assertThat(time.await(call, Duration.ofMinutes(10), "an answer"))
                      .isEqualTo(MessageLedger.End.ANSWERED);
                }
                assertThat(time.nanoTime() - before)
                    .as("virtual nanoseconds until both had their answers")
                    .isLessThan(Duration.ofSeconds(10).toNanos());
              });
      passed(simulation.run());
    }
  }

  @Test
  void run_sameSeedTwice_hasTheSameTrace() {
    Profile profile = Profile.CHAOS.without(FaultFamily.FAULT_POINT, FaultFamily.STORE);
    for (long seed = SEED_FIRST; seed < SEED_FIRST + 10; seed++) {
      SeedOutcome first = simulation(seed, "2x3", profile, new MessageLedger()).run();
      SeedOutcome second = simulation(seed, "2x3", profile, new MessageLedger()).run();
      assertThat(second.traceHash()).as("seed " + seed).isEqualTo(first.traceHash());
    }
  }

  private static Map<String, Long> campaign(String topology, Profile profile, int seeds) {
    Map<String, Long> marks = new TreeMap<>();
    long answered = 0;
    for (long seed = SEED_FIRST; seed < SEED_FIRST + seeds; seed++) {
      MessageLedger ledger = new MessageLedger();
      SeedOutcome outcome = passed(simulation(seed, topology, profile, ledger).run());
      outcome.marks().forEach((mark, hits) -> marks.merge(mark, hits, Long::sum));
      answered += ledger.answered;
    }
    assertThat(answered).isPositive();
    marks.values().removeIf(hits -> hits == 0);
    return marks;
  }

  private static Simulation simulation(
      long seed, String topology, Profile profile, MessageLedger ledger) {
    Simulation simulation =
        Simulation.of(seed, Topology.parse(topology), profile.withChaos(Duration.ofSeconds(15)));
    simulation.share(ledger);
    simulation.always("messages-run-at-most-once", world -> ledger.holds());
    simulation.processes(Node::new);
    simulation.workloads(Client::new);
    return simulation;
  }

  private static SeedOutcome passed(SeedOutcome outcome) {
    assertThat(outcome.failure().map(failure -> failure + "\n" + failure.details()))
        .as("seed " + outcome.seed())
        .isEmpty();
    return outcome;
  }

  private static void assertAllRoom(SimNode node) {
    assertThat(node.peers.queuedBytes()).as("bytes taken in the queues of %s", node.self).isZero();
  }

  private static SimNode listening(
      Providers providers, InetSocketAddress address, long incarnation, MessageLedger ledger)
      throws Exception {
    NodeIdentity self = new NodeIdentity(nodeAddress(address), incarnation);
    SimNode node = new SimNode(providers, QUICK, self, ledger);
    providers.time().await(node.peers.listen(self.address()), Duration.ofSeconds(10), "listening");
    return node;
  }

  private static NodeAddress nodeAddress(InetSocketAddress address) {
    return new NodeAddress(address.getHostString(), address.getPort());
  }

  /// A node that listens and calls only when the test says so.
  private static final class DialingNode implements Process {
    private final List<SimNode> nodes;
    private final PeerOptions options;
    private final MessageLedger ledger;

    DialingNode(List<SimNode> nodes, PeerOptions options, MessageLedger ledger) {
      this.nodes = nodes;
      this.options = options;
      this.ledger = ledger;
    }

    @Override
    public void start(ProcessContext context) throws Exception {
      NodeIdentity self = new NodeIdentity(nodeAddress(context.address()), context.incarnation());
      SimNode node = new SimNode(context.providers(), options, self, ledger);
      context
          .providers()
          .time()
          .await(node.peers.listen(self.address()), Duration.ofSeconds(10), "listening");
      nodes.add(node);
    }

    @Override
    public void stop() {
      nodes.forEach(node -> node.peers.close());
    }
  }

  /// A node that calls every other one all the time.
  private static final class Node implements Process {
    private SimNode node;
    private Providers providers;

    @Override
    public void start(ProcessContext context) throws Exception {
      providers = context.providers();
      node =
          listening(
              providers,
              context.address(),
              context.incarnation(),
              context.shared(MessageLedger.class));
      for (InetSocketAddress other : context.addresses()) {
        NodeAddress to = nodeAddress(other);
        if (!to.equals(node.self.address())) {
          node.call(to);
          node.call(to);
        }
      }
    }

    @Override
    public void stop() throws Exception {
      node.peers.close();
      providers.time().await(node.peers.closed(), Duration.ofSeconds(30), "closing");
      // The task that refuses what is still queued may run right after the last channel is closed.
      providers.time().sleep(Duration.ofMillis(10));
      assertAllRoom(node);
    }
  }

  /// A client that calls every node, which may call back.
  private static final class Client implements Workload {
    private SimNode node;
    private List<NodeAddress> nodes;

    @Override
    public void setup(WorkloadContext context) throws Exception {
      node =
          listening(context.providers(), context.address(), 1, context.shared(MessageLedger.class));
      nodes = context.addresses().stream().map(PeersSimTest::nodeAddress).toList();
    }

    @Override
    public void run(WorkloadContext context) throws Exception {
      for (int round = 0; round < 60; round++) {
        for (NodeAddress to : nodes) {
          for (int i = context.randomness().nextInt(4); i >= 0; i--) {
            node.call(to);
          }
        }
        context.providers().time().sleep(Duration.ofMillis(context.randomness().nextInt(300)));
      }
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      for (NodeAddress to : nodes) {
        answered(context, to);
      }
      long deadline = context.providers().time().nanoTime() + 30_000_000_000L;
      while (node.waiting() > 0) {
        if (context.providers().time().nanoTime() > deadline) {
          throw new IllegalStateException(node.waiting() + " calls never ended");
        }
        context.providers().time().sleep(Duration.ofMillis(100));
      }
      node.peers.close();
      context
          .providers()
          .time()
          .await(node.peers.closed(), Duration.ofSeconds(30), "closing the client");
      assertAllRoom(node);
    }

    /// After healing every node answers before long.
    private void answered(WorkloadContext context, NodeAddress to) throws Exception {
      for (int attempt = 0; attempt < 200; attempt++) {
        CompletableFuture<MessageLedger.End> call = node.call(to);
        MessageLedger.End end =
            context
                .providers()
                .time()
                .await(call, Duration.ofSeconds(30), "the end of a call to " + to);
        if (end == MessageLedger.End.ANSWERED) {
          return;
        }
        context.providers().time().sleep(Duration.ofMillis(100));
      }
      throw new IllegalStateException(to + " never answers again");
    }
  }
}

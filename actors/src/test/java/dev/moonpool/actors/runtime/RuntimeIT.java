package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.Account.Balance;
import dev.moonpool.actors.runtime.Account.Deposit;
import dev.moonpool.actors.runtime.Account.Insufficient;
import dev.moonpool.actors.runtime.Account.ReadBalance;
import dev.moonpool.actors.runtime.Account.Withdraw;
import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.actors.runtime.Probe.Noted;
import dev.moonpool.actors.runtime.Probe.Relay;
import dev.moonpool.actors.runtime.Probe.Slow;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.system.SystemProviders;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nodes on real sockets of the loopback interface.
class RuntimeIT {
  private final SystemProviders world = SystemProviders.start();
  private final StateStore store = InMemoryStateStore.create();
  private final List<ActorRuntime> running = new ArrayList<>();
  private List<NodeAddress> nodes = List.of();
  private Probe.Journal journal;

  @BeforeEach
  void chooseAddresses() throws IOException {
    nodes = List.of(freeAddress(), freeAddress());
    journal = new Probe.Journal(world.providers().time());
  }

  @AfterEach
  void stopEverything() {
    running.forEach(ActorRuntime::shutdown);
    world.close();
  }

  @Test
  @Tag("A31")
  void call_fromEitherNodeAndAClient_reachesTheOneActivation() throws Exception {
    ActorRuntime one = start(0);
    ActorRuntime two = start(1);
    ActorRuntime client = client();
    for (int i = 0; i < 20; i++) {
      String name = "account-" + i;
      one.actor(Account.TYPE, name).call(new Deposit(5));
      two.actor(Account.TYPE, name).call(new Deposit(6));
      assertThat(client.actor(Account.TYPE, name).call(new Deposit(7))).isEqualTo(new Balance(18));
    }
    long first = one.metrics().activations();
    long second = two.metrics().activations();
    assertThat(first + second).isEqualTo(20);
    assertThat(first).isPositive();
    assertThat(second).isPositive();
    assertThat(client.metrics().pendingCalls()).isZero();
  }

  @Test
  @Tag("A16")
  void call_refusedOnAnotherNode_callerCatchesAnEqualRecord() throws Exception {
    start(0);
    start(1);
    ActorRef<Account> alice = client().actor(Account.TYPE, "alice");
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> alice.call(new Withdraw(9)));
    assertThat(refused.refusal()).isEqualTo(new Insufficient(0, 9));
  }

  @Test
  @Tag("A11")
  void call_referenceInsideAMessage_worksOnTheOtherNode() throws Exception {
    start(0);
    start(1);
    ActorRuntime client = client();
    List<ActorRef<Probe>> route = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      route.add(client.actor(Probe.TYPE, "p" + i));
    }
    Noted noted = route.getFirst().call(new Relay("round", route.subList(1, 6)));
    assertThat(noted).isEqualTo(new Noted("round"));
  }

  @Test
  @Tag("A17")
  void traced_callThroughActorsOfBothNodes_isKnownToTheLast() throws Exception {
    start(0);
    start(1);
    ActorRuntime client = client();
    List<ActorRef<Probe>> route = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      route.add(client.actor(Probe.TYPE, "p" + i));
    }
    ActorRef<Probe> first = route.removeFirst();
    Probe.Trace request = new Probe.Trace(route, "");

    assertThat(first.traced("00-4bf9-00f0-01").call(request))
        .isEqualTo(new Noted("00-4bf9-00f0-01"));
    assertThat(first.call(request)).isEqualTo(new Noted(""));
  }

  @Test
  @Tag("A9")
  void call_requestTooLarge_isRejectedAtTheSenderAndOthersFeelNothing() throws Exception {
    start(0);
    start(1);
    ActorRef<Probe> probe = client().actor(Probe.TYPE, "p");
    String large = "x".repeat(2 << 20);
    RejectedException refused =
        catchThrowableOfType(RejectedException.class, () -> probe.call(new Note(large)));
    assertThat(refused.rejection()).isInstanceOf(Rejection.TooLarge.class);
    assertThat(refused.isRetriable()).isFalse();
    assertThat(probe.call(new Note("small"))).isEqualTo(new Noted("small"));
  }

  @Test
  @Tag("A9")
  @Tag("A16")
  void call_requestTooLargeForTheOtherNodeOnly_isRejectedAndTriedNowhereElse() throws Exception {
    ActorRuntime host =
        ActorRuntime.builder("test")
            .providers(world.providers())
            .network(NetworkPreset.LOCAL)
            .listen(nodes.getFirst().toString())
            .nodes(List.of(nodes.getFirst()))
            .payloadBytesMax(1_000)
            .host(journal.definition())
            .start();
    running.addFirst(host);
    nodes = List.of(nodes.getFirst());
    ActorRuntime client = client();
    ActorRef<Probe> probe = client.actor(Probe.TYPE, "p");
    probe.call(new Note("small"));
    RejectedException refused =
        catchThrowableOfType(
            RejectedException.class, () -> probe.call(new Note("x".repeat(5_000))));
    assertThat(refused.rejection())
        .isInstanceOfSatisfying(
            Rejection.TooLarge.class, large -> assertThat(large.max()).isEqualTo(1_000));
    assertThat(client.metrics().placedElsewhere()).isZero();
    assertThat(probe.call(new Note("small"))).isEqualTo(new Noted("small"));
  }

  @Test
  @Tag("A16")
  void call_typeThatNobodyHosts_isRejectedWithWhatIsHosted() throws Exception {
    start(0);
    start(1);
    ActorType<Probe> unknown =
        ActorType.named("unknown", Probe.class).request("note", Note.class, Noted.class);
    RejectedException refused =
        catchThrowableOfType(
            RejectedException.class, () -> client().actor(unknown, "u").call(new Note("n")));
    assertThat(refused.rejection())
        .isEqualTo(new Rejection.UnknownType("unknown", List.of("probe", "account")));
  }

  @Test
  @Tag("A16")
  void call_methodThatTheHostDoesNotKnow_isRejectedWithWhatItKnows() throws Exception {
    start(0);
    start(1);
    ActorType<Probe> newer =
        ActorType.named("probe", Probe.class).request("note-2", Note.class, Noted.class);
    RejectedException refused =
        catchThrowableOfType(
            RejectedException.class, () -> client().actor(newer, "p").call(new Note("n")));
    assertThat(refused.rejection())
        .isInstanceOfSatisfying(
            Rejection.UnknownMethod.class,
            r -> {
              assertThat(r.method()).isEqualTo("note-2");
              assertThat(r.known()).contains("note", "slow");
            });
  }

  @Test
  @Tag("A9")
  void garbage_onTheListeningPort_disturbsNobody() throws Exception {
    start(0);
    start(1);
    ActorRef<Account> alice = client().actor(Account.TYPE, "alice");
    alice.call(new Deposit(1));
    byte[] garbage = new byte[4_096];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) (i * 31 + 7);
    }
    for (NodeAddress node : nodes) {
      try (Socket socket = new Socket(node.host(), node.port());
          OutputStream out = socket.getOutputStream()) {
        out.write(garbage);
        out.flush();
        socket.setSoTimeout(10_000);
        drain(socket); // returns when the node has closed the connection
      }
    }
    assertThat(alice.call(new Deposit(1))).isEqualTo(new Balance(2));
  }

  @Test
  @Tag("A12")
  void call_otherNamespace_isRefusedAtTheHandshake() throws Exception {
    start(0);
    start(1);
    try (ActorRuntime stranger =
        ActorRuntime.builder("elsewhere").providers(world.providers()).nodes(nodes).start()) {
      assertThatThrownBy(
              () ->
                  stranger
                      .actor(Account.TYPE, "alice")
                      .call(new Deposit(1), Duration.ofSeconds(20)))
          .isInstanceOf(NotSentException.class);
    }
    assertThat(client().actor(Account.TYPE, "alice").call(new ReadBalance()))
        .isEqualTo(new Balance(0));
  }

  @Test
  @Tag("A46")
  void shutdown_ofOneNode_itsActorsAnswerOnTheOther() throws Exception {
    ActorRuntime one = start(0);
    ActorRuntime two = start(1);
    ActorRuntime client = client();
    for (int i = 0; i < 20; i++) {
      client.actor(Account.TYPE, "account-" + i).call(new Deposit(i));
    }
    long before = two.metrics().activations();
    two.shutdown();
    assertThat(before).isPositive();
    // What the stopped node's part of the directory knew is gone with it until it comes back.
    ActorRuntime again = start(1);
    for (int i = 0; i < 20; i++) {
      assertThat(balance(client.actor(Account.TYPE, "account-" + i))).isEqualTo(new Balance(i));
    }
    assertThat(one.metrics().activations() + again.metrics().activations()).isEqualTo(20);
  }

  @Test
  @Tag("A45")
  void start_portInUse_saysWhichAddress() throws Exception {
    start(0);
    assertThatThrownBy(() -> start(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(nodes.getFirst().toString());
  }

  @Test
  @Tag("A20")
  void call_hundredConcurrentDepositsOverTheWire_endInTheRightBalance() throws Exception {
    start(0);
    start(1);
    ActorRef<Account> alice = client().actor(Account.TYPE, "alice");
    List<CompletableFuture<Balance>> deposits = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      deposits.add(alice.callAsync(new Deposit(i)));
    }
    for (CompletableFuture<Balance> deposit : deposits) {
      deposit.get();
    }
    assertThat(alice.call(new ReadBalance())).isEqualTo(new Balance(5_050));
  }

  @Test
  @Tag("A16")
  void call_timesOutOnAnotherNode_saysHowFarItCame() throws Exception {
    start(0);
    start(1);
    ActorRef<Probe> probe = client().actor(Probe.TYPE, "p");
    probe.call(new Note("up"));
    CompletableFuture<Noted> runs =
        probe.callAsync(new Slow("slow", Duration.ofSeconds(2)), Duration.ofSeconds(1));
    assertThatThrownBy(runs::get)
        .hasCauseInstanceOf(MaybeExecutedException.class)
        .hasMessageMatching(".*which said shortly before: it was running for \\d+ ms");
  }

  @Test
  @Tag("A16")
  void call_handlerThrowsOnAnotherNode_callerSeesItsWords() throws Exception {
    start(0);
    start(1);
    assertThatThrownBy(() -> client().actor(Probe.TYPE, "p").call(new Probe.Fail("no luck")))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("no luck");
  }

  private ActorRuntime start(int index) throws Exception {
    ActorRuntime runtime =
        ActorRuntime.builder("test")
            .providers(world.providers())
            .store(store)
            .network(NetworkPreset.LOCAL)
            .listen(nodes.get(index).toString())
            .nodes(nodes)
            .host(journal.definition(), Account.DEFINITION)
            .start();
    running.addFirst(runtime);
    return runtime;
  }

  private ActorRuntime client() throws Exception {
    ActorRuntime client =
        ActorRuntime.builder("test")
            .providers(world.providers())
            .network(NetworkPreset.LOCAL)
            .nodes(nodes)
            .know(Probe.TYPE, Account.TYPE)
            .start();
    running.addFirst(client);
    return client;
  }

  /// The balance, tried again as long as the answer says that trying again may help.
  private Balance balance(ActorRef<Account> ref) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return ref.call(new ReadBalance(), Duration.ofSeconds(10));
      } catch (ActorException e) {
        if (attempt == 100) {
          throw new AssertionError(ref + " did not answer within 100 attempts", e);
        }
        world.providers().time().sleep(Duration.ofMillis(50));
      }
    }
  }

  private static void drain(Socket socket) {
    try {
      while (socket.getInputStream().read() >= 0) {
        continue;
      }
    } catch (IOException closed) {
      // A reset is a close as well.
    }
  }

  private static NodeAddress freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new NodeAddress("127.0.0.1", socket.getLocalPort());
    }
  }
}

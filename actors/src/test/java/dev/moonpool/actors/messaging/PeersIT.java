package dev.moonpool.actors.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.Outcome;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.messaging.PeerOptions.Limits;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A12")
class PeersIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final SystemProviders system = SystemProviders.start(2);
  private final Providers providers = system.providers();
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<Socket> keptOpen = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (TestNode node : nodes) {
      node.peers.close();
      providers.time().await(node.peers.closed(), LIMIT, "closing of " + node.self);
    }
    for (Socket socket : keptOpen) {
      socket.close();
    }
    system.close();
  }

  @Test
  void call_twoNodes_isAnsweredAndCounted() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(PeerOptions.LOCAL);
    b.load = 7;

    for (int i = 0; i < 1000; i++) {
      assertThat(new String(answer(a.call(b.self.address(), "k" + i, bytes("hi" + i))), UTF_8))
          .isEqualTo("hi" + i);
    }

    assertThat(a.seen).containsExactly(b.self);
    assertThat(b.seen).containsExactly(a.self);
    assertThat(a.lastLoads).containsEntry(b.self, 7);
    assertThat(a.peers.identity(b.self.address())).contains(b.self);
    assertThat(a.peers.traffic().connects()).isEqualTo(1);
    assertThat(a.peers.traffic().framesOut()).isGreaterThanOrEqualTo(1001);
    assertThat(b.peers.traffic().bytesIn()).isGreaterThan(1000);
    assertThat(a.calls).isEmpty();
  }

  @Test
  void send_manyFromManyTasks_arriveInOrderOfEachSender() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(PeerOptions.LOCAL);
    int senders = 8;
    int each = 5000;
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int s = 0; s < senders; s++) {
      int sender = s;
      CompletableFuture<Void> sent = new CompletableFuture<>();
      done.add(sent);
      providers
          .tasks()
          .start(
              "sender",
              () -> {
                for (int i = 0; i < each; i++) {
                  a.peers.send(b.self.address(), oneWay(a, "s" + sender, sender, i));
                }
                sent.complete(null);
              });
    }
    for (CompletableFuture<Void> sent : done) {
      providers.time().await(sent, LIMIT, "a sender");
    }
    eventually("all one-way messages arrive", () -> b.oneWays.size() == senders * each);

    int[] next = new int[senders];
    for (Message message : b.oneWays) {
      ByteBuf payload = Unpooled.wrappedBuffer(message.payload());
      int sender = payload.readInt();
      assertThat(payload.readInt()).isEqualTo(next[sender]++);
    }
  }

  @Test
  void call_bothNodesDialAtOnce_oneConnectionIsLeft() throws Exception {
    for (int round = 0; round < 20; round++) {
      TestNode a = node(PeerOptions.LOCAL);
      TestNode b = node(PeerOptions.LOCAL);
      List<TestNode.Call> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(a.call(b.self.address(), "x", bytes("a" + i)));
        calls.add(b.call(a.self.address(), "y", bytes("b" + i)));
      }
      for (TestNode.Call call : calls) {
        answer(call);
        assertThat(call.handedOver).hasValue(1);
      }
      assertThat(a.lost).isEmpty();
      assertThat(b.lost).isEmpty();
      assertThat(a.peers.traffic().connects()).isEqualTo(1);
      assertThat(b.peers.traffic().connects()).isEqualTo(1);
    }
  }

  @Test
  void send_nobodyListens_isNotSent() {
    TestNode a = node(PeerOptions.LOCAL);
    NodeAddress nowhere = freeAddress();

    assertThatThrownBy(() -> answer(a.call(nowhere, "k", bytes("x"))))
        .hasRootCauseMessage(rootMessage(a.call(nowhere, "k", bytes("x"))))
        .rootCause()
        .hasMessageContaining("not sent")
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void send_nodeRestarts_reconnectsAndSeesTheNewRun() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(PeerOptions.LOCAL);
    answer(a.call(b.self.address(), "k", bytes("1")));

    b.peers.close();
    providers.time().await(b.peers.closed(), LIMIT, "closing of b");
    eventually("a hears of the loss", () -> a.lost.size() == 1);
    TestNode again = node(PeerOptions.LOCAL, new NodeIdentity(b.self.address(), 2), "test");

    eventually(
        "a call is answered again", () -> succeeds(a.call(b.self.address(), "k", bytes("2"))));
    assertThat(a.seen).containsExactly(b.self, again.self);
    assertThat(a.peers.identity(b.self.address())).contains(again.self);
    assertThat(a.peers.traffic().reconnects()).isGreaterThanOrEqualTo(1);
  }

  @Test
  @Tag("A9")
  void reply_overTheLimit_isFailedAndTheConnectionStays() throws Exception {
    PeerOptions small = PeerOptions.LOCAL.withLimits(new Limits(1000, 1 << 20, 1024));
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(small);
    answer(a.call(b.self.address(), "k", bytes("1")));

    assertThatThrownBy(() -> answer(a.call(b.self.address(), "k", new byte[1001])))
        .rootCause()
        .hasMessageContaining("1001 bytes")
        .hasMessageContaining("1000");
    Connection toA = connection(a, b);
    Message request =
        Message.request(99, a.actor("k"), "echo", new byte[0]).senderNode(a.self).build();
    TestNode.Call waiting = new TestNode.Call(a, 99, "k", new byte[0]);
    a.calls.put(99L, waiting);
    toA.reply(Message.response(request, WireOutcome.ANSWERED, new byte[2000]).build());

    Message response = providers.time().await(waiting.answer, LIMIT, "the failed response");
    assertThat(response.outcome()).isEqualTo(new WireOutcome.AnswerTooLarge(2000, 1000));
    assertThat(answer(a.call(b.self.address(), "k", bytes("2")))).isEqualTo(bytes("2"));
    assertThat(a.lost).isEmpty();
  }

  @Test
  void ask_nobodyListens_saysThatTheConnectionWasRefused() {
    TestNode a = node(PeerOptions.LOCAL);
    NodeAddress nowhere = freeAddress();

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  providers
                      .time()
                      .await(a.peers.ask(nowhere, bytes("who"), LIMIT), LIMIT, "an answer"))
          .rootCause()
          .isInstanceOfSatisfying(
              PeerException.class, e -> assertThat(e.isConnectionRefused()).isTrue());
    }
  }

  @Test
  void ask_directoryFrames_areAnsweredOrSayWhatBecameOfThem() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(PeerOptions.LOCAL);

    byte[] answer =
        providers
            .time()
            .await(a.peers.ask(b.self.address(), bytes("who"), LIMIT), LIMIT, "an answer");
    assertThat(answer).isEqualTo(bytes("who"));
    assertThat(outcome(a.peers.ask(b.self.address(), new byte[0], LIMIT)))
        .isEqualTo(Outcome.FAILED);
    assertThat(outcome(a.peers.ask(freeAddress(), bytes("who"), LIMIT)))
        .isEqualTo(Outcome.NOT_SENT);
    assertThat(
            providers.time().await(a.peers.ask(a.self.address(), bytes("me"), LIMIT), LIMIT, "own"))
        .isEqualTo(bytes("me"));
  }

  @Test
  void stageAndCancel_openConnection_reachTheOtherEnd() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(PeerOptions.LOCAL);
    TestNode.Call call = a.call(b.self.address(), "k", bytes("1"));
    answer(call);

    String stage = providers.time().await(call.via.stage(5, LIMIT), LIMIT, "a stage");
    call.via.cancel(6);

    assertThat(stage).isEqualTo("running 5");
    eventually("the cancel arrives", () -> b.cancelled.contains(6L));
  }

  @Test
  void close_whileMessagesAreQueued_writesThemFirst() throws Exception {
    for (int round = 0; round < 20; round++) { // the race that once lost them was one of twenty
      closeWhileMessagesAreQueued();
    }
  }

  private void closeWhileMessagesAreQueued() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(PeerOptions.LOCAL);
    answer(a.call(b.self.address(), "k", bytes("1")));
    for (int i = 0; i < 5000; i++) {
      a.peers.send(b.self.address(), oneWay(a, "k", 0, i));
    }
    a.peers.close();

    eventually("all arrive", () -> b.oneWays.size() == 5000);
    providers.time().await(a.peers.closed(), LIMIT, "closing");
    assertThatThrownBy(() -> answer(a.call(b.self.address(), "k", bytes("2"))))
        .rootCause()
        .hasMessageContaining("closing");
  }

  @Test
  void listen_portInUse_saysWhich() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = new TestNode(providers, PeerOptions.LOCAL, a.self, "test");

    assertThatThrownBy(
            () -> providers.time().await(b.peers.listen(a.self.address()), LIMIT, "listening"))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining(a.self.address().toString());
  }

  // ---- bad input

  @Test
  @Tag("A9")
  void garbage_onThePort_closesOnlyThatConnection() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(PeerOptions.LOCAL);
    answer(a.call(b.self.address(), "k", bytes("1")));

    assertClosed(b, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
    assertClosed(b, new byte[64]);
    assertClosed(b, header(Integer.MAX_VALUE, 1, 4));
    assertClosed(b, header(-1, 1, 4));
    assertClosed(b, header(1 << 20, 1, 4)); // within the limit of frames, not of a hello's
    assertClosed(b, header(100, 1, 1)); // a request before hello; too short, but 100 bytes follow
    assertClosed(b, header(3, 1, 4));
    assertClosed(b, header(10, 1, 200));

    assertThat(answer(a.call(b.self.address(), "k", bytes("2")))).isEqualTo(bytes("2"));
    assertThat(a.lost).isEmpty();
  }

  @Test
  void hello_wrongNamespace_isRefusedAndSaysSo() {
    TestNode b = node(PeerOptions.LOCAL);
    TestNode stranger = node(PeerOptions.LOCAL, new NodeIdentity(freeAddress(), 1), "other");

    assertThatThrownBy(() -> answer(stranger.call(b.self.address(), "k", bytes("1"))))
        .rootCause()
        .hasMessageContaining("not sent")
        .hasMessageContaining("'other'")
        .hasMessageContaining("'test'");
    assertThat(b.seen).isEmpty();
  }

  @Test
  void hello_wrongVersionOrAddress_isRefused() throws Exception {
    TestNode b = node(PeerOptions.LOCAL);

    assertClosed(b, frame(hello(2, 9, b.self.address())));
    assertClosed(b, frame(hello(1, 1, freeAddress())));
    assertThat(b.seen).isEmpty();
  }

  @Test
  @Tag("A9")
  void frame_overTheLimitAfterHello_closesTheConnectionWithoutWaitingForIt() throws Exception {
    TestNode b = node(PeerOptions.LOCAL.withLimits(new Limits(1000, 1 << 20, 1024)));
    try (Socket socket = connect(b)) {
      socket.getOutputStream().write(frame(hello(1, 1, b.self.address())));
      eventually("b sees the hello", () -> b.seen.size() == 1);
      socket.getOutputStream().write(header(Envelope.frameBytesMax(1000) + 1, 1, 1));
      assertEnds(socket);
    }
    eventually("b is told", () -> b.lost.size() == 1);
  }

  @Test
  void peer_diesInMidFrame_isLostAndNothingElseFeelsIt() throws Exception {
    TestNode a = node(PeerOptions.LOCAL);
    TestNode b = node(PeerOptions.LOCAL);
    answer(a.call(b.self.address(), "k", bytes("1")));
    try (Socket socket = connect(b)) {
      socket.getOutputStream().write(frame(hello(1, 1, b.self.address())));
      eventually("b sees the hello", () -> b.seen.size() == 2);
      socket.getOutputStream().write(header(5000, 1, 1));
      socket.getOutputStream().write(new byte[1234]);
      socket.getOutputStream().flush();
    }
    eventually("b is told", () -> b.lost.size() == 1);
    assertThat(answer(a.call(b.self.address(), "k", bytes("2")))).isEqualTo(bytes("2"));
  }

  @Test
  void hello_newerOfTheSameNode_replacesTheConnectionAndAnOlderOneIsRefused() throws Exception {
    TestNode b = node(PeerOptions.LOCAL);
    try (Socket first = connect(b);
        Socket second = connect(b);
        Socket stale = connect(b)) {
      first.getOutputStream().write(frame(hello(1, 1, 1, 5, b.self.address())));
      eventually("b sees the hello", () -> b.seen.size() == 1);
      second.getOutputStream().write(frame(hello(1, 1, 1, 6, b.self.address())));
      assertEnds(first);
      eventually("b is told of the first one's loss", () -> b.lost.size() == 1);
      stale.getOutputStream().write(frame(hello(1, 1, 1, 6, b.self.address())));
      assertEnds(stale);
      second.getOutputStream().write(frame(new Frame.Cancel(77)));
      eventually("the second is in use", () -> b.cancelled.contains(77L));
      assertThat(b.lost).hasSize(1);
    }
  }

  @Test
  void hello_newerRunOfTheNode_replacesTheConnectionAndTheOlderRunIsRefused() throws Exception {
    TestNode b = node(PeerOptions.LOCAL);
    try (Socket older = connect(b);
        Socket newer = connect(b);
        Socket again = connect(b)) {
      older.getOutputStream().write(frame(hello(1, 1, 1, 5, b.self.address())));
      eventually("b sees the older run", () -> b.seen.size() == 1);
      newer.getOutputStream().write(frame(hello(1, 1, 2, 1, b.self.address())));
      assertEnds(older);
      again.getOutputStream().write(frame(hello(1, 1, 1, 9, b.self.address())));
      assertEnds(again);
      assertThat(b.seen).extracting(NodeIdentity::incarnation).containsExactly(1L, 2L);
      assertThat(b.lost).hasSize(1);
    }
  }

  @Test
  void handshake_neverComes_isEnded() throws Exception {
    PeerOptions quick = PeerOptions.LOCAL.withPings(Duration.ofMillis(100), 3);
    TestNode b = node(quick);
    try (Socket socket = connect(b)) {
      assertEnds(socket);
    }
  }

  @Test
  void peer_silentAfterHello_isTakenForDead() throws Exception {
    PeerOptions quick = PeerOptions.LOCAL.withPings(Duration.ofMillis(50), 2);
    TestNode b = node(quick);
    try (Socket socket = connect(b)) {
      socket.getOutputStream().write(frame(hello(1, 1, b.self.address())));
      eventually("b takes it for dead", () -> b.lost.size() == 1);
    }
  }

  @Test
  void peer_slow_fillsItsQueueAndDelaysNobodyElse() throws Exception {
    TestNode fast = node(PeerOptions.LOCAL);
    PeerOptions bounded = PeerOptions.DEFAULT.withLimits(new Limits(1 << 16, 4 << 20, 1 << 16));
    TestNode a = node(bounded);
    try (ServerSocket slow = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      NodeAddress address = new NodeAddress("127.0.0.1", slow.getLocalPort());
      CompletableFuture<Void> greeted = new CompletableFuture<>();
      providers.tasks().startPlatform("slow peer", () -> greet(slow, address, a, greeted));
      List<TestNode.Call> calls = new ArrayList<>();
      calls.add(a.call(address, "k", new byte[1 << 16]));
      providers.time().await(greeted, LIMIT, "the slow peer's handshake");
      while (calls.stream().noneMatch(call -> call.answer.isCompletedExceptionally())) {
        calls.add(a.call(address, "k", new byte[1 << 16]));
        assertThat(calls.size()).as("the queue must be full by then").isLessThan(10_000);
        assertThat(answer(a.call(fast.self.address(), "k", bytes("1")))).isEqualTo(bytes("1"));
      }
      assertThatThrownBy(() -> answer(calls.getLast()))
          .rootCause()
          .hasMessageContaining("the queue for " + address + " is full")
          .hasMessageContaining("limit 4194304");
    }
  }

  // ---- what the tests are made of

  private TestNode node(PeerOptions options) {
    return node(options, new NodeIdentity(freeAddress(), 1), "test");
  }

  private TestNode node(PeerOptions options, NodeIdentity self, String namespace) {
    TestNode node = new TestNode(providers, options, self, namespace);
    nodes.add(node);
    try {
      providers.time().await(node.peers.listen(self.address()), LIMIT, "listening");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return node;
  }

  private static NodeAddress freeAddress() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new NodeAddress("127.0.0.1", socket.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Outbound oneWay(TestNode from, String key, int sender, int number) {
    byte[] payload = new byte[8];
    Unpooled.wrappedBuffer(payload).clear().writeInt(sender).writeInt(number);
    Message message = Message.oneWay(from.actor(key), "tell", payload).build();
    return new Outbound() {
      @Override
      public Message message() {
        return message;
      }

      @Override
      public boolean handOver(Connection connection) {
        return true;
      }

      @Override
      public void notSent(String why) {
        throw new IllegalStateException(why);
      }
    };
  }

  private byte[] answer(TestNode.Call call) throws Exception {
    Message answer =
        providers.time().await(call.answer, LIMIT, "the answer to " + call.message.correlation());
    assertThat(answer.outcome()).isEqualTo(WireOutcome.ANSWERED);
    return answer.payload();
  }

  private boolean succeeds(TestNode.Call call) {
    try {
      answer(call);
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  private String rootMessage(TestNode.Call call) {
    try {
      answer(call);
      return "none";
    } catch (Exception e) {
      return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    }
  }

  private Connection connection(TestNode to, TestNode from) throws Exception {
    TestNode.Call call = from.call(to.self.address(), "k", bytes("?"));
    answer(call);
    return call.via;
  }

  private Outcome outcome(CompletableFuture<byte[]> asked) throws Exception {
    try {
      providers.time().await(asked, LIMIT, "an answer");
      throw new AssertionError("it was answered");
    } catch (ExecutionException e) {
      return ((PeerException) e.getCause()).outcome();
    }
  }

  private void eventually(String what, BooleanSupplier holds) throws Exception {
    long deadline = providers.time().nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(providers.time().nanoTime()).as("waited for: " + what).isLessThan(deadline);
      providers.time().sleep(Duration.ofMillis(2));
    }
  }

  private static Socket connect(TestNode to) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", to.self.address().port()));
    socket.setSoTimeout((int) LIMIT.toMillis());
    return socket;
  }

  private static void assertClosed(TestNode node, byte[] input) throws IOException {
    try (Socket socket = connect(node)) {
      socket.getOutputStream().write(input);
      socket.getOutputStream().write(new byte[100]);
      assertEnds(socket);
    }
  }

  private static void assertEnds(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // a goodbye may come first
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection was not closed within " + LIMIT);
    } catch (IOException e) {
      // reset: closed as well
    }
  }

  /// Shakes hands and then reads nothing any more.
  private void greet(
      ServerSocket slow, NodeAddress address, TestNode to, CompletableFuture<Void> greeted) {
    try {
      Socket socket = slow.accept();
      keptOpen.add(socket); // or the collector closes it
      NodeIdentity self = new NodeIdentity(address, 1);
      Frame.Hello hello =
          new Frame.Hello(
              1,
              1,
              "test",
              self,
              to.self.address(),
              1,
              1 << 20,
              0,
              new Frame.ClockReading(1, 0, 0));
      socket.getOutputStream().write(frame(hello));
      greeted.complete(null);
    } catch (IOException e) {
      greeted.completeExceptionally(e);
    }
  }

  private static Frame.Hello hello(int versionMin, int versionMax, NodeAddress dialed) {
    return hello(versionMin, versionMax, 1, 1, dialed);
  }

  private static Frame.Hello hello(
      int versionMin, int versionMax, long incarnation, long sequence, NodeAddress dialed) {
    return new Frame.Hello(
        versionMin,
        versionMax,
        "test",
        new NodeIdentity(new NodeAddress("127.0.0.1", 1), incarnation),
        dialed,
        sequence,
        1 << 20,
        0,
        new Frame.ClockReading(1, 0, 0));
  }

  private static byte[] frame(Frame frame) {
    NodeIdentity anyone = new NodeIdentity(new NodeAddress("127.0.0.1", 1), 1);
    WireWriter writer = new WireWriter();
    new Envelope(anyone, "test", new ClockOffset(), 1 << 20).encode(frame, 0, writer);
    return Arrays.copyOf(writer.array(), writer.size());
  }

  private static byte[] header(int length, int version, int kind) {
    byte[] bytes = new byte[8];
    Unpooled.wrappedBuffer(bytes).clear().writeLongLE(Envelope.header(length, version, kind));
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

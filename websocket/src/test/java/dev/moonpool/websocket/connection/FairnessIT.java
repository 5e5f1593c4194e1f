package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.Records;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A flood of one kind starves no other: everything here shares one event loop.
@Tag("W8")
@Timeout(120)
class FairnessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServerRules rules = new ServerRules();
  private final ServerLog log = new ServerLog();
  private SystemProviders system;
  private Providers providers;
  private LineServer server;

  @BeforeEach
  void listen() throws Exception {
    system = SystemProviders.start(1);
    providers = system.providers();
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    server = LineServer.listen(providers, any, rules, log);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    system.close();
  }

  @Test
  void controls_manyAtOnce_areServedSixteenARound() throws Exception {
    ConnectionConfig config = ConnectionConfig.of("ws://localhost");
    Driver<String[]> driver =
        new Driver<>(
            providers,
            config,
            new LineHandler(false, false),
            AttemptSuppliers.of(config),
            new RequestIds(providers));
    CountDownLatch all = new CountDownLatch(1);
    StringBuilder served = new StringBuilder();
    CompletableFuture<String> done = new CompletableFuture<>();
    driver.control(() -> await(all));
    for (int i = 0; i < 40; i++) {
      driver.control(() -> served.append('!'));
    }
    for (int i = 0; i < 600; i++) {
      driver.command(() -> served.append('.'));
    }
    driver.command(() -> done.complete(served.toString()));
    all.countDown();

    String order = providers.time().await(done, PATIENCE, "all to be served");
    assertThat(order)
        .isEqualTo(
            "!".repeat(15)
                + ".".repeat(256)
                + "!".repeat(16)
                + ".".repeat(256)
                + "!".repeat(9)
                + ".".repeat(88));
  }

  @Test
  void requests_underAFloodOfMessages_areAnswered() throws Exception {
    Connection connection = connect(new LineHandler(false, true));
    try (ConnectionHandle handle = connection.handle();
        Subscription flood = handle.subscribe(new Topic("flood"))) {
      AtomicBoolean enough = new AtomicBoolean();
      Task flooding =
          providers
              .tasks()
              .start(
                  "flood",
                  () -> {
                    while (!enough.get()) {
                      server.publish("flood", "x".repeat(100));
                      pause();
                    }
                  });
      for (int i = 0; i < 200; i++) {
        assertThat(handle.request("q" + i, String.class)).isEqualTo("q" + i);
      }
      assertThat(flood.poll(PATIENCE)).isPresent();
      handle.reconnect("control goes first");
      handle.awaitReady(PATIENCE);
      enough.set(true);
      flooding.join();
    }
    ended(connection);
  }

  @Test
  void messagesAndHeartbeat_underAFloodOfCommands_goOn() throws Exception {
    Connection connection = connect(new LineHandler(false, true));
    List<Task> flooding = new ArrayList<>();
    AtomicBoolean enough = new AtomicBoolean();
    try (ConnectionHandle handle = connection.handle();
        Subscription subscription = handle.subscribe(new Topic("t"))) {
      for (int i = 0; i < 3; i++) {
        flooding.add(providers.tasks().start("flood", () -> flood(handle, enough)));
      }
      for (int i = 0; i < 100; i++) {
        server.publish("t", "m" + i);
        assertThat(subscription.poll(PATIENCE)).isPresent();
      }
      while (handle.metrics().pingRoundTrip().isZero()) {
        providers.time().sleep(Duration.ofMillis(5));
      }
      assertThat(handle.epoch()).isEqualTo(new ConnectionEpoch(1));
      handle.shutdown(1000, "enough");
    }
    ended(connection);
    enough.set(true);
    for (Task each : flooding) {
      each.join();
    }
  }

  @Test
  @Tag("W24")
  void handler_thatTakesLong_isLogged() throws Exception {
    try (Records records = Records.of(HandlerLog.class.getName())) {
      Connection connection = connect(slow(new LineHandler(false, true)));
      try (ConnectionHandle handle = connection.handle()) {
        handle.awaitReady(PATIENCE);
        assertThat(handle.request("slow", String.class)).isEqualTo("slow");
        assertThat(handle.request("after", String.class)).isEqualTo("after");
      }
      ended(connection);
      assertThat(records.texts())
          .anySatisfy(text -> assertThat(text).startsWith("WARNING the protocol handler held up"));
    }
  }

  @Test
  @Tag("W24")
  void metrics_andTransitions_tellWhatHappened() throws Exception {
    try (Records records = Records.of(Session.class.getName())) {
      Connection connection = connect(new LineHandler(false, true));
      try (ConnectionHandle handle = connection.handle();
          Subscription slow = handle.subscribe(new Topic("t"))) {
        assertThat(handle.request("x".repeat(1_000), String.class)).hasSize(1_000);
        ConnectionMetrics before = handle.metrics();
        assertThat(before.bytesOut()).isGreaterThan(1_000);
        assertThat(before.bytesIn()).isGreaterThan(1_000);
        assertThat(before.messagesOut()).isEqualTo(2);
        assertThat(before.messagesIn()).isEqualTo(2);
        for (int i = 0; i < 600; i++) {
          server.publish("t", "m" + i);
        }
        assertThat(handle.request("behind them", String.class)).isNotNull();
        assertThat(handle.metrics().lagged()).isGreaterThan(300);
        handle.reconnect("for a change");
        assertThat(handle.request("again", String.class)).isEqualTo("again");
        assertThat(handle.metrics().reconnects()).isEqualTo(1);
        assertThat(slow.hasEnded()).isFalse();
      }
      ended(connection);
      assertThat(records.texts())
          .containsSubsequence(
              "FINE attempt 1, epoch 0: DISCONNECTED -> CONNECTING: an attempt begins",
              "FINE attempt 1, epoch 1: CONNECTED -> READY: topics are restored",
              "INFO attempt 1, epoch 1: READY -> RECONNECTING: 1000 for a change",
              "FINE attempt 2, epoch 2: CONNECTED -> READY: topics are restored",
              "FINE attempt 2, epoch 2: READY -> CLOSING: 1000 closed by the client",
              "FINE attempt 2, epoch 2: CLOSING -> CLOSED: 1000 closed by the client")
          .doesNotHaveDuplicates();
    }
  }

  private Connection connect(ProtocolHandler<String[]> handler) {
    ConnectionConfig config =
        ConnectionConfig.builder("ws://127.0.0.1:" + server.port())
            .pingInterval(Duration.ofMillis(50))
            .pongTimeout(PATIENCE)
            .build();
    return Connection.connect(providers, config, handler);
  }

  private static void flood(ConnectionHandle handle, AtomicBoolean enough) {
    while (!enough.get()) {
      try {
        handle.tell("hurry");
      } catch (WsException.CapacityExceeded e) {
        Thread.yield(); // as many as may be are waiting
      }
    }
  }

  private void pause() {
    try {
      providers.time().sleep(Duration.ofNanos(50_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ended(Connection connection) {
    Event last = null;
    for (Event event : connection.stream()) {
      last = event;
    }
    assertThat(last).isInstanceOf(Event.Closed.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes 30 ms to look at the word `slow`.
  @SuppressWarnings("unchecked") // the proxy hands everything on
  private ProtocolHandler<String[]> slow(LineHandler handler) {
    return (ProtocolHandler<String[]>)
        Proxy.newProxyInstance(
            FairnessIT.class.getClassLoader(),
            new Class<?>[] {ProtocolHandler.class},
            (proxy, method, arguments) -> {
              boolean dawdles =
                  method.getName().equals("classify")
                      && List.of((String[]) arguments[0]).contains("slow");
              long until = providers.time().nanoTime() + (dawdles ? 30_000_000 : 0);
              while (providers.time().nanoTime() < until) {
                Thread.onSpinWait();
              }
              try {
                return method.invoke(handler, arguments);
              } catch (InvocationTargetException e) {
                throw Optional.ofNullable(e.getCause()).orElse(e);
              }
            });
  }
}

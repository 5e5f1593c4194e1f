package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections over real sockets on the loopback.
@Timeout(60)
class ConnectionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ServerRules rules = new ServerRules();
  private final ServerLog log = new ServerLog();
  private SystemProviders system;
  private Providers providers;
  private LineServer server;
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    system = SystemProviders.start(1);
    providers = system.providers();
    server = listen(0);
    ConnectionConfig config =
        ConnectionConfig.builder("ws://127.0.0.1:" + server.port() + "/feed?x=1")
            .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(50), Duration.ofSeconds(1)))
            .messageBytesMax(1 << 16)
            .build();
    connection = Connection.connect(providers, config, new LineHandler(false, true));
  }

  @AfterEach
  void close() throws Exception {
    connection.handle().close();
    server.close();
    system.close();
  }

  @Test
  @Tag("W10")
  void request_manyAtOnce_eachGetsItsOwnAnswer() throws Exception {
    List<CompletableFuture<String>> futures = new ArrayList<>();
    connection.handle().awaitReady(PATIENCE);
    for (int i = 0; i < 500; i++) {
      futures.add(connection.handle().requestAsync("q" + i, String.class));
    }
    for (int i = 0; i < futures.size(); i++) {
      assertThat(providers.time().await(futures.get(i), PATIENCE, "answer " + i))
          .isEqualTo("q" + i);
    }
    assertThat(connection.handle().request("last", String.class)).isEqualTo("last");
    assertThat(connection.handle().metrics().pending()).isZero();
    assertThatThrownBy(() -> connection.handle().request(5, String.class))
        .isInstanceOf(WsException.Serialization.class);
    assertThat(connection.handle().metrics().pending()).isZero();
  }

  @Test
  @Tag("W10")
  void send_completesWhenItIsWritten() throws Exception {
    connection.handle().send("good morning");
    assertThat(connection.handle().request("x", String.class)).isEqualTo("x");
    assertThat(log.texts("say")).containsExactly("say good morning");
  }

  @Test
  @Tag("W10")
  void sendJson_anObject_isSentAsItIsAndAsyncToo() throws Exception {
    connection.handle().sendJson(Map.of("say", List.of(1, 2)));
    RequestId sent =
        providers
            .time()
            .await(connection.handle().sendJsonAsync("text"), PATIENCE, "the message to be sent");
    providers
        .time()
        .await(connection.handle().sendAsync("hello"), PATIENCE, "the message to be sent");
    assertThat(connection.handle().request("x", String.class)).isEqualTo("x");

    assertThat(sent.text()).isNotEmpty();
    assertThat(log.texts("{")).containsExactly("{\"say\":[1,2]}");
    assertThat(log.texts("\"text")).containsExactly("\"text\"");
    assertThat(log.texts("say")).containsExactly("say hello");
  }

  @Test
  @Tag("W10")
  void requestRaw_answered_givesTheWholeMessage() throws Exception {
    IncomingMessage answer = connection.handle().requestRaw("x", PATIENCE);
    assertThat(answer.text()).startsWith("res ").endsWith(" x");
    assertThat(answer.kind()).isEqualTo(MessageKind.RESPONSE);
    IncomingMessage other =
        providers
            .time()
            .await(connection.handle().requestRawAsync("y"), PATIENCE, "the answer to come");
    assertThat(other.text()).endsWith(" y");
  }

  @Test
  @Tag("W10")
  void request_ownTimeout_endsInTimeHoweverItIsAsked() throws Exception {
    rules.ignores = "quiet";
    Duration little = Duration.ofMillis(50);
    ConnectionHandle handle = connection.handle();
    assertThatThrownBy(() -> handle.request("quiet", String.class, little))
        .isInstanceOf(WsException.RequestTimeout.class)
        .hasMessageContaining("may have been executed");
    assertThatThrownBy(() -> handle.requestRaw("quiet", little))
        .isInstanceOf(WsException.RequestTimeout.class);
    CompletableFuture<String> future = handle.requestAsync("quiet", String.class, little);
    assertThatThrownBy(() -> providers.time().await(future, PATIENCE, "the request to end"))
        .hasCauseInstanceOf(WsException.RequestTimeout.class);
  }

  @Test
  @Tag("W11")
  void unsubscribe_thenClose_tellsTheServerOnce() throws Exception {
    ConnectionHandle handle = connection.handle();
    Subscription subscription = handle.subscribe(new Topic("t"));
    handle.unsubscribe(new Topic("t"));
    assertThat(subscription.poll(PATIENCE)).isEmpty();
    subscription.close();
    assertThat(handle.request("x", String.class)).isEqualTo("x");
    assertThat(log.texts("unsub")).containsExactly("unsub t");
  }

  @Test
  @Tag("W18")
  void message_atTheLimit_passesAndOneByteMoreIsRefused() throws Exception {
    String most = "x".repeat((1 << 16) - "req ".length() - 27);
    assertThat(connection.handle().request(most, String.class)).isEqualTo(most);
    assertThatThrownBy(() -> connection.handle().request(most + "x", String.class))
        .isInstanceOf(WsException.Serialization.class)
        .hasMessageContaining("limit 65536");
  }

  @Test
  @Tag("W18")
  void message_overTheLimitFromTheServer_closesWith1009() throws Exception {
    connection.handle().awaitReady(PATIENCE);
    server.say("sys " + "x".repeat(1 << 16));
    Event.Disconnected lost = (Event.Disconnected) await(Event.Disconnected.class);

    assertThat(lost.reason().code()).isEqualTo(1009);
    connection.handle().awaitReady(PATIENCE);
    assertThat(log.texts("close")).containsExactly("close 1009");
  }

  @Test
  @Tag("W18")
  void compression_offered_isUsedOrDeclined() throws Exception {
    String text = "far out ".repeat(5_000);
    assertThat(compressedBytes(Compression.DEFAULT, text)).isGreaterThan(40_000);
    rules.compresses = true;
    assertThat(compressedBytes(Compression.DEFAULT, text)).isLessThan(2_000);
    Compression forgetful = Compression.DEFAULT.withForgetting(true, true).withLevel(9);
    assertThat(compressedBytes(forgetful, text)).isLessThan(2_000);
  }

  /// How many bytes come for three answers.
  private long compressedBytes(Compression compression, String text) throws Exception {
    ConnectionConfig config =
        ConnectionConfig.builder("ws://127.0.0.1:" + server.port())
            .compression(compression)
            .build();
    Connection other = Connection.connect(providers, config, new LineHandler(false, true));
    try (ConnectionHandle handle = other.handle()) {
      for (int i = 0; i < 3; i++) {
        assertThat(handle.requestRaw(i + text).text()).endsWith(i + text);
      }
      return handle.metrics().bytesIn();
    }
  }

  @Test
  @Tag("W14")
  @Tag("W12")
  void subscription_serverKilledAndRestarted_isRestoredOnceWithAGap() throws Exception {
    try (Subscription subscription = connection.handle().subscribe(new Topic("t"))) {
      server.publish("t", "before");
      assertThat(text(subscription)).isEqualTo("upd t before");
      int port = server.port();
      server.close();
      await(Event.Disconnected.class);
      server = listen(port);
      await(Event.Connected.class);
      server.publish("t", "after");

      assertThat(subscription.poll(PATIENCE))
          .contains(new Subscription.Gap(new ConnectionEpoch(2)));
      assertThat(text(subscription)).isEqualTo("upd t after");
      assertThat(log.texts("sub")).containsExactly("sub t", "sub t");
      assertThat(log.liveMax()).isEqualTo(1);
    }
  }

  @Test
  @Tag("W13")
  void drop_serverUp_isReadyAgainSoon() throws Exception {
    for (int epoch = 1; epoch <= 10; epoch++) {
      Event.Connected ready = (Event.Connected) await(Event.Connected.class);
      assertThat(ready.epoch()).isEqualTo(new ConnectionEpoch(epoch));
      server.breakAll();
    }
    assertThat(log.accepted()).isBetween(10, 11);
  }

  @Test
  @Tag("W16")
  void close_lastHandle_saysGoodbyeAndEndsTheStream() throws Exception {
    connection.handle().awaitReady(PATIENCE);
    connection.handle().close();
    assertThat(await(Event.Closed.class))
        .isEqualTo(new Event.Closed(new DisconnectReason(1000, "closed by the client")));
    assertThat(connection.stream().poll(PATIENCE)).isEmpty();
    assertThat(log.texts("close")).containsExactly("close 1000");
    assertThatThrownBy(() -> connection.handle().request("x", String.class))
        .isInstanceOf(WsException.ConnectionClosed.class)
        .hasMessageContaining("was not sent");
    assertThatThrownBy(connection.handle()::share).isInstanceOf(WsException.ConnectionClosed.class);
  }

  private LineServer listen(int port) throws Exception {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
    return LineServer.listen(providers, address, rules, log);
  }

  private Event await(Class<? extends Event> type) throws InterruptedException {
    Optional<Event> event = connection.stream().poll(PATIENCE);
    while (event.isPresent() && !type.isInstance(event.get())) {
      event = connection.stream().poll(PATIENCE);
    }
    return event.orElseThrow(() -> new AssertionError("no " + type + " within " + PATIENCE));
  }

  private static String text(Subscription subscription) throws InterruptedException {
    Subscription.Item item =
        subscription.poll(PATIENCE).orElseThrow(() -> new AssertionError("nothing came"));
    return ((Subscription.Message) item).message().text();
  }
}

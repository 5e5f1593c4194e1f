package dev.moonpool.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.connection.AttemptSuppliers;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import dev.moonpool.websocket.protocol.WsException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The facade over real sockets on the loopback.
@Tag("W21")
@Timeout(60)
class WsClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ServerRules rules = new ServerRules();
  private final ServerLog log = new ServerLog();
  private SystemProviders system;
  private Providers providers;
  private LineServer server;

  @BeforeEach
  void listen() throws Exception {
    system = SystemProviders.start(1);
    providers = system.providers();
    server = LineServer.listen(providers, new InetSocketAddress("127.0.0.1", 0), rules, log);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    system.close();
  }

  @Test
  void client_overALoss_answersAndDeliversAgain() throws Exception {
    try (WsClient client = WsClient.connect(providers, config(), handler());
        Subscription news = client.subscribe("news")) {
      assertThat(client.isReady()).isTrue();
      assertThat(client.request("q1", String.class)).isEqualTo("q1");
      client.send("hello");
      server.publish("news", "first");
      assertThat(text(news)).isEqualTo("upd news first");

      server.breakAll();
      assertThat(news.poll(PATIENCE)).get().isInstanceOf(Subscription.Gap.class);
      client.awaitReady(PATIENCE);
      assertThat(client.request("q2", String.class, PATIENCE)).isEqualTo("q2");
      assertThat(providers.time().await(client.requestAsync("q3", String.class), PATIENCE, "q3"))
          .isEqualTo("q3");
      server.publish("news", "second");
      assertThat(text(news)).isEqualTo("upd news second");
      assertThat(client.subscribeMany(List.of("a", "b"))).hasSize(2);
    }
    assertThat(log.texts("close")).as("closed, and waited for").containsExactly("close 1000");
  }

  @Test
  void connect_whereNobodyListens_saysWhyInTime() throws Exception {
    int port = server.port();
    server.close();
    ConnectionConfig config =
        ConnectionConfig.builder("ws://127.0.0.1:" + port)
            .connectTimeout(Duration.ofMillis(300))
            .build();

    assertThatThrownBy(() -> WsClient.connect(providers, config, handler()))
        .isInstanceOf(WsException.ConnectionClosed.class)
        .hasMessageContaining("not ready within 300 ms")
        .hasMessageContaining("Connection refused");
    server = LineServer.listen(providers, new InetSocketAddress("127.0.0.1", 0), rules, log);
  }

  @Test
  void connect_toAServerThatComesUpLate_waitsForIt() throws Exception {
    rules.refusesWith = 503;
    providers.time().schedule(Duration.ofMillis(100), () -> rules.refusesWith = 0);

    try (WsClient client = WsClient.connect(providers, config(), handler())) {
      assertThat(client.isReady()).isTrue();
    }
  }

  @Test
  void connect_refusedForGood_saysWhoRefused() {
    rules.key = "right";
    rules.bans = true;
    ConnectionConfig config = config();
    AttemptSuppliers wrong =
        AttemptSuppliers.of(config).withCredentials(() -> Optional.of("wrong"));

    assertThatThrownBy(() -> WsClient.connect(providers, config, handler(), wrong))
        .isInstanceOfSatisfying(
            WsException.Auth.class, refused -> assertThat(refused.isFatal()).isTrue());
  }

  @Test
  void connect_upgradeUnauthorized_isAboutWhoWeAre() {
    rules.refusesWith = 401;
    ConnectionConfig config =
        ConnectionConfig.builder(url()).connectTimeout(Duration.ofMillis(300)).build();

    assertThatThrownBy(() -> WsClient.connect(providers, config, handler()))
        .isInstanceOf(WsException.Auth.class)
        .hasMessageContaining("401 Unauthorized");
  }

  private String url() {
    return "ws://127.0.0.1:" + server.port() + "/";
  }

  private ConnectionConfig config() {
    return ConnectionConfig.builder(url())
        .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(50), Duration.ofSeconds(1)))
        .build();
  }

  private static LineHandler handler() {
    return new LineHandler(false, true);
  }

  private static String text(Subscription subscription) throws InterruptedException {
    Subscription.Item item =
        subscription.poll(PATIENCE).orElseThrow(() -> new AssertionError("nothing came"));
    return ((Subscription.Message) item).message().text();
  }
}

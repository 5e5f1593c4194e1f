package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.Event;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.handlers.JsonFields.Name;
import dev.moonpool.websocket.kit.NpmPackages;
import dev.moonpool.websocket.kit.ServerProcess;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// The JSON handler with a feed on the npm package `ws`.
@Tag("W20")
@Timeout(300)
class WsPackageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private int port;
  private ServerProcess feed;
  private SystemProviders system;
  private Providers providers;
  private Connection connection;
  private ConnectionHandle handle;

  @BeforeEach
  void connect() throws Exception {
    port = ServerProcess.freePort();
    feed = ServerProcess.start(NpmPackages.feed(port));
    system = SystemProviders.start(1);
    providers = system.providers();
    ConnectionConfig config =
        ConnectionConfig.builder("ws://127.0.0.1:" + port)
            .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(50), Duration.ofSeconds(1)))
            .build();
    JsonFields fields =
        JsonFields.DEFAULT.with(Name.SUBSCRIBED, "subscribed").with(Name.REFUSED, "refused");
    connection = Connection.connect(providers, config, new GenericJsonHandler(fields));
    handle = connection.handle();
    handle.awaitReady(PATIENCE);
  }

  @AfterEach
  void close() {
    if (connection != null) {
      handle.close();
      system.close();
    }
    if (feed != null) {
      feed.close();
    }
  }

  @Test
  @Tag("W10")
  void requests_ofEverySize_areAnswered() throws Exception {
    for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536, 1_000_000}) {
      String text = "ü".repeat(length);
      assertThat(handle.request(Map.of("ask", "echo", "text", text), String.class)).isEqualTo(text);
    }
  }

  @Test
  @Tag("W7")
  void request_thatTheServerDoesNotKnow_isAnErrorWithStatusAndBody() {
    assertThatThrownBy(() -> handle.request(Map.of("ask", "why"), String.class))
        .isInstanceOfSatisfying(
            WsException.Remote.class,
            error -> {
              assertThat(error.code()).isEqualTo(404);
              assertThat(error.words()).isEqualTo("unknown question");
              assertThat(error.data()).contains("\"ask\":\"why\"");
            });
  }

  @Test
  @Tag("W11")
  void subscribeMany_oneRefused_leavesNoneAndSaysWhy() throws Exception {
    assertThatThrownBy(
            () -> handle.subscribeMany(List.of(new Topic("open"), new Topic("secret.plan"))))
        .isInstanceOf(WsException.SubscriptionFailed.class)
        .hasMessageContaining("secret.plan is not for you");
    assertThat(subscriptions()).isEmpty();
  }

  @Test
  @Tag("W14")
  void subscriptions_overARestartOfTheServer_areRestoredOnceEach() throws Exception {
    try (Subscription one = handle.subscribe(new Topic("one"));
        Subscription same = handle.subscribe(new Topic("one"));
        Subscription two = handle.subscribe(new Topic("two"))) {
      assertThat(publish("one", 1)).isEqualTo(1);
      assertThat(text(one)).isEqualTo(text(same)).contains("\"data\":1");

      feed.close();
      feed = ServerProcess.start(NpmPackages.feed(port));
      for (Subscription each : List.of(one, same, two)) {
        assertThat(each.poll(PATIENCE)).get().isInstanceOf(Subscription.Gap.class);
      }
      handle.awaitReady(PATIENCE);

      assertThat(subscriptions()).containsExactly("one", "two");
      publish("two", 2);
      assertThat(text(two)).contains("\"data\":2");
    }
    assertThat(subscriptions()).isEmpty();
  }

  @Test
  @Tag("W13")
  void close_byTheServer_isToldWithItsCodeAndReason() throws Exception {
    assertThatThrownBy(() -> handle.request(Map.of("ask", "close", "code", 4001), String.class))
        .isInstanceOfSatisfying(
            WsException.ConnectionClosed.class, lost -> assertThat(lost.code()).isEqualTo(4001));
    Optional<Event> event = connection.stream().poll(PATIENCE);
    while (!(event.orElseThrow() instanceof Event.Disconnected)) {
      event = connection.stream().poll(PATIENCE);
    }
    assertThat(((Event.Disconnected) event.get()).reason().text()).isEqualTo("as you wish");
    handle.awaitReady(PATIENCE);
    assertThat(handle.request(Map.of("ask", "echo", "text", "there"), String.class))
        .isEqualTo("there");
  }

  private int publish(String topic, int data) throws InterruptedException {
    return handle.request(Map.of("ask", "publish", "topic", topic, "data", data), Integer.class);
  }

  private List<String> subscriptions() throws InterruptedException {
    JsonNode held = handle.request(Map.of("ask", "subscriptions"), JsonNode.class);
    return held.valueStream().map(JsonNode::asString).toList();
  }

  private static String text(Subscription subscription) throws InterruptedException {
    Subscription.Item item =
        subscription.poll(PATIENCE).orElseThrow(() -> new AssertionError("nothing came"));
    return ((Subscription.Message) item).message().text();
  }
}

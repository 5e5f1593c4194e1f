package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionEpoch;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A connection with what was written for the older interface.
@Tag("W20")
@Timeout(60)
class ExchangeAdapterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ServerLog log = new ServerLog();
  private final Words words = new Words();
  private SystemProviders system;
  private LineServer server;
  private ConnectionHandle handle;

  @BeforeEach
  void connect() throws Exception {
    system = SystemProviders.start(1);
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", 0);
    server = LineServer.listen(system.providers(), address, new ServerRules(), log);
    ConnectionConfig config =
        ConnectionConfig.builder("ws://127.0.0.1:" + server.port())
            .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(50), Duration.ofSeconds(1)))
            .build();
    handle = Connection.connect(system.providers(), config, new ExchangeAdapter(words)).handle();
    handle.awaitReady(PATIENCE);
  }

  @AfterEach
  void close() throws Exception {
    handle.close();
    server.close();
    system.close();
  }

  @Test
  @Tag("W14")
  void topics_overALoss_areRestoredByTheOlderCode() throws Exception {
    assertThatThrownBy(() -> handle.request("older code knows no requests", String.class))
        .isInstanceOfSatisfying(
            WsException.Serialization.class,
            why -> assertThat(why.outcome()).contains(Outcome.NOT_SENT));
    try (Subscription c = handle.subscribe(new Topic("c"))) {
      publishUntilHeard(c);
      server.breakAll();
      assertThat(gap(c)).isTrue();
      handle.awaitReady(PATIENCE);
      handle.send("say it is heard");
      publishUntilHeard(c);
    }
    assertThat(log.texts("hello")).as("its first message on every socket").hasSize(2);
    assertThat(log.texts("sub c")).hasSize(2);
  }

  @Test
  @Tag("W19")
  void messages_ofEveryKind_areReadOnceEach() throws Exception {
    try (Subscription c = handle.subscribe(new Topic("c"))) {
      publishUntilHeard(c);
      for (int i = 0; i < 10; i++) {
        server.say("sys " + i);
      }
      publishUntilHeard(c);
    }
    for (int i = 0; words.read.get() != handle.metrics().messagesIn(); i++) {
      assertThat(i).as("waits until the last message is counted and read").isLessThan(1_000);
      system.providers().time().sleep(Duration.ofMillis(5));
    }
    assertThat(words.read.get()).isGreaterThanOrEqualTo(13);
  }

  @Test
  @Tag("W11")
  void topic_thatTheCodeCannotAskFor_isRefusedAndHarmsNobodyElse() throws Exception {
    assertThatThrownBy(() -> handle.subscribe(new Topic("bad")))
        .isInstanceOf(WsException.SubscriptionFailed.class)
        .hasMessageContaining("no such topic");
    assertThatThrownBy(() -> handle.subscribeMany(List.of(new Topic("c"), new Topic("bad"))))
        .isInstanceOf(WsException.SubscriptionFailed.class);
    try (Subscription c = handle.subscribe(new Topic("c"))) {
      publishUntilHeard(c);
    }
    assertThat(handle.epoch()).isEqualTo(new ConnectionEpoch(1));
  }

  private static boolean gap(Subscription subscription) throws Exception {
    Optional<Subscription.Item> item = subscription.poll(PATIENCE);
    while (item.isPresent() && item.get() instanceof Subscription.Message) {
      item = subscription.poll(PATIENCE); // told more often than it was waited for
    }
    return item.orElse(null) instanceof Subscription.Gap;
  }

  /// Nothing tells when the server has taken a subscription that it does not acknowledge.
  private void publishUntilHeard(Subscription subscription) throws Exception {
    for (int i = 0; i < 1_000; i++) {
      server.publish(subscription.topic().name(), "news");
      Optional<Subscription.Item> item = subscription.poll(Duration.ofMillis(20));
      if (item.isPresent()) {
        assertThat(((Subscription.Message) item.get()).message().text())
            .isEqualTo("upd " + subscription.topic() + " news");
        return;
      }
    }
    throw new AssertionError("nothing was heard of " + subscription);
  }

  /// Code as it was written for the older interface.
  private static final class Words implements ExchangeHandler {
    private final AtomicInteger read = new AtomicInteger();

    @Override
    public Optional<Routed> process(WsMessage message) {
      read.incrementAndGet();
      return ExchangeHandler.super.process(message);
    }

    @Override
    public Optional<String> topic(String message) {
      return message.startsWith("upd ") ? Optional.of(message.split(" ")[1]) : Optional.empty();
    }

    @Override
    public WsMessage subscribe(String topic) {
      if (topic.equals("bad")) {
        throw new IllegalArgumentException("no such topic");
      }
      return WsMessage.text("sub " + topic);
    }

    @Override
    public WsMessage unsubscribe(String topic) {
      return WsMessage.text("unsub " + topic);
    }

    @Override
    public List<WsMessage> onConnect() {
      return List.of(WsMessage.text("hello"));
    }
  }
}

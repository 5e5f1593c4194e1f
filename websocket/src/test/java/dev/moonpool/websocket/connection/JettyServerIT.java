package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session.Listener;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A connection to Jetty's server.
@Timeout(60)
class JettyServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Set<String> subscribed = new ConcurrentSkipListSet<>();
  private SystemProviders system;
  private Providers providers;
  private Server jetty;
  private int port;
  private Connection connection;
  private ConnectionHandle handle;

  @BeforeEach
  void connect() throws Exception {
    jetty = listen(0);
    port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    system = SystemProviders.start(1);
    providers = system.providers();
    ConnectionConfig config =
        ConnectionConfig.builder("ws://127.0.0.1:" + port + "/lines")
            .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(50), Duration.ofSeconds(1)))
            .build();
    connection = Connection.connect(providers, config, new LineHandler(false, true));
    handle = connection.handle();
    handle.awaitReady(PATIENCE);
  }

  @AfterEach
  void close() throws Exception {
    handle.close();
    jetty.stop();
    system.close();
  }

  @Test
  @Tag("W10")
  void requests_manyAndLarge_areAnswered() throws Exception {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      answers.add(handle.requestAsync("q" + i, String.class));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(providers.time().await(answers.get(i), PATIENCE, "answer " + i))
          .isEqualTo("q" + i);
    }
    String large = "x".repeat(60_000);
    assertThat(handle.request(large, String.class)).isEqualTo(large);
  }

  @Test
  @Tag("W13")
  @Tag("W14")
  void subscription_overARestartOfJetty_isRestored() throws Exception {
    try (Subscription news = handle.subscribe(new Topic("news"))) {
      jetty.stop();
      subscribed.clear();
      jetty = listen(port);

      assertThat(news.poll(PATIENCE)).get().isInstanceOf(Subscription.Gap.class);
      handle.awaitReady(PATIENCE);
      assertThat(subscribed).containsExactly("news");
      handle.send(WsMessage.text("tell news again"));
      assertThat(((Subscription.Message) news.poll(PATIENCE).orElseThrow()).message().text())
          .isEqualTo("upd news again");
    }
  }

  @Test
  @Tag("W16")
  void close_byUs_isAnsweredWithin() throws Exception {
    handle.close();
    Event last = null;
    for (Event event : connection.stream()) {
      last = event;
    }
    assertThat(last)
        .isEqualTo(new Event.Closed(new DisconnectReason(1000, "closed by the client")));
  }

  private Server listen(int at) throws Exception {
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setMaxTextMessageSize(1 << 20);
              container.addMapping("/lines", (request, response, callback) -> new Lines());
            }));
    server.start();
    return server;
  }

  /// Speaks a little of what [LineHandler] speaks.
  public final class Lines extends Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String text) {
      String[] words = text.split(" ", 3);
      String answer =
          switch (words[0]) {
            case "req" -> "res " + words[1] + " " + words[2];
            case "sub" -> {
              subscribed.add(words[1]);
              yield "ok " + words[1];
            }
            case "tell" -> "upd " + words[1] + " " + words[2];
            default -> "sys " + words[0];
          };
      getSession().sendText(answer, Callback.NOOP);
    }
  }
}

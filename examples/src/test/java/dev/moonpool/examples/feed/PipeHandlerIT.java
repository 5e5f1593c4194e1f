package dev.moonpool.examples.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.client.WsClient;
import dev.moonpool.websocket.connection.AttemptSuppliers;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.handlers.ProtocolHandlerContract;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A handler of one's own: with its server, and in the contract that every handler must keep.
@Timeout(60)
class PipeHandlerIT extends ProtocolHandlerContract<List<String>> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  @Tag("W9")
  @Tag("W19")
  void connection_withThisHandler_logsInAsksAndJoins() throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      TextServer server = TextServer.listen(system.providers(), 0, PipeHandlerIT::heard);
      try (WsClient client = connect(system.providers(), server, "right")) {
        assertThat(client.request("how are you?", String.class)).isEqualTo("you said how are you?");
        assertThatThrownBy(() -> client.request("why?", String.class))
            .isInstanceOfSatisfying(
                WsException.Remote.class, why -> assertThat(why.words()).isEqualTo("no idea"));
        assertThatThrownBy(() -> client.subscribe("crowd"))
            .isInstanceOf(WsException.SubscriptionFailed.class);
        try (Subscription room = client.subscribe("room")) {
          assertThat(server.publish("room", "news|room|somebody | came")).isEqualTo(1);
          assertThat(room.poll(PATIENCE).map(PipeHandlerIT::text))
              .contains("news|room|somebody | came");
        }
      }
      assertThatThrownBy(() -> connect(system.providers(), server, "wrong"))
          .isInstanceOf(WsException.Auth.class)
          .hasMessageContaining("unknown key");
      server.close();
    }
  }

  private static WsClient connect(Providers providers, TextServer server, String key)
      throws InterruptedException {
    ConnectionConfig config = ConnectionConfig.of("ws://127.0.0.1:" + server.port() + "/");
    AttemptSuppliers suppliers =
        AttemptSuppliers.of(config).withCredentials(() -> Optional.of(key));
    return WsClient.connect(providers, config, new PipeHandler(), suppliers);
  }

  private static void heard(TextServer.Visitor visitor, String text) {
    String[] parts = text.split("\\|", 3);
    switch (parts[0]) {
      case "login" -> visitor.say(parts[1].equals("right") ? "hello" : "go away|unknown key");
      case "ask" ->
          visitor.say(
              parts[2].equals("why?")
                  ? "error|" + parts[1] + "|5|no idea"
                  : "answer|" + parts[1] + "|you said " + parts[2]);
      case "join" -> {
        boolean isFull = parts[1].equals("crowd");
        if (!isFull) {
          visitor.topics.add(parts[1]);
        }
        visitor.say((isFull ? "full|" : "joined|") + parts[1]);
      }
      case "leave" -> visitor.topics.remove(parts[1]);
      default -> {}
    }
  }

  private static String text(Subscription.Item item) {
    return ((Subscription.Message) item).message().text();
  }

  // ---- the contract

  @Override
  protected ProtocolHandler<List<String>> handler() {
    return new PipeHandler();
  }

  @Override
  protected Object payload() {
    return "ping";
  }

  @Override
  protected Object unfitPayload() {
    return 5;
  }

  @Override
  protected WsMessage answer(WsMessage request) {
    return WsMessage.text("answer|" + id(request) + "|pong");
  }

  @Override
  protected WsMessage refusal(WsMessage request) {
    return WsMessage.text("error|" + id(request) + "|7|not today");
  }

  @Override
  protected List<WsMessage> acknowledge(WsMessage subscribe) {
    return List.of(WsMessage.text("joined|" + id(subscribe)));
  }

  @Override
  protected WsMessage update(Topic topic) {
    return WsMessage.text("news|" + topic + "|1");
  }

  private static String id(WsMessage message) {
    return ((WsMessage.Text) message).text().split("\\|")[1];
  }
}

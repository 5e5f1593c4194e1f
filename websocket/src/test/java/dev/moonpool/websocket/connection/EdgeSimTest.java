package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.handlers.RawHandler;
import dev.moonpool.websocket.kit.AnswerServer.Script;
import dev.moonpool.websocket.kit.AnswerServer.Visitor;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Smaller things that the field met at the edge of a connection.
@Tag("field-WS12")
class EdgeSimTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void pong_unsolicited_doesNotChangeTheRoundTrip() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          world.server().pong(new byte[0]);
          world.server().pong(new byte[8]);
          world.sleep(Duration.ofSeconds(20));
          assertThat(connection.handle().metrics().pingRoundTrip()).isZero();
          world.sleep(Duration.ofSeconds(15)); // the first ping is 5 s ago
          Duration measured = connection.handle().metrics().pingRoundTrip();
          assertThat(measured).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
          world.server().pong(new byte[0]);
          world.server().pong(new byte[] {0, 0, 0, 0, 0, 0, 0, 1}); // what that ping said, again
          world.sleep(Duration.ofSeconds(5));
          assertThat(connection.handle().metrics().pingRoundTrip()).isEqualTo(measured);
          world.end(connection);
        });
  }

  @Test
  void handler_givenToTwoConnections_isRefusedByName() {
    CalmWorld.run(
        world -> {
          ProtocolHandler<?> handler = new LineHandler(false, true);
          ConnectionConfig config = CalmWorld.config().build();
          Connection first = Connection.connect(world.context.providers(), config, handler);
          first.handle().awaitReady(SOON);
          assertThatThrownBy(
                  () -> Connection.connect(world.context.providers(), config, handler).stream())
              .isInstanceOf(WsException.Config.class)
              .hasMessageContaining("LineHandler belongs to another connection");
          assertThat(first.handle().request("still", String.class)).isEqualTo("still");
          world.end(first);
          Connection second = Connection.connect(world.context.providers(), config, handler);
          assertThat(second.handle().request("after", String.class)).isEqualTo("after");
          world.end(second);
        });
  }

  @Test
  void windowBits_thatTheServerIgnores_areDoneWithout() {
    AnswerWorld.run(
        List.of(compressing("permessage-deflate")),
        world -> {
          Connection connection = world.connect(asking());
          world.next(connection, Event.Connected.class);
          assertThat(world.server(0).requests().getFirst())
              .contains(
                  "permessage-deflate; client_max_window_bits; server_max_window_bits=10,"
                      + " permessage-deflate; client_max_window_bits");
          connection.handle().close();
        });
  }

  @Test
  void windowBits_thatTheServerAnswersWith400_areOfferedNoMore() {
    AnswerWorld.run(
        List.of(
            visitor -> {
              if (offer(visitor).contains("server_max_window_bits")) {
                visitor.head("HTTP/1.1 400 Bad Request", "Content-Length: 0");
              } else {
                visitor.upgrade("Sec-WebSocket-Extensions: permessage-deflate");
              }
            }),
        world -> {
          Connection connection = world.connect(asking());
          world.next(connection, Event.Connected.class);
          assertThat(connection.handle().metrics().reconnects()).isZero();
          assertThat(world.server(0).requests()).hasSize(2);
          connection.handle().close();
        });
  }

  @Test
  void upgrade_answeredWith400Whatever_isAskedTwiceAndRefused() {
    AnswerWorld.run(
        List.of(visitor -> visitor.head("HTTP/1.1 400 Bad Request", "Content-Length: 0")),
        world -> {
          assertThat(world.failure(asking()).answer().orElseThrow().status()).isEqualTo(400);
          assertThat(world.server(0).requests()).hasSize(2);
        });
  }

  @Test
  void subprotocol_required_isDemandedAndShown() {
    AnswerWorld.run(
        List.of(
            visitor -> {
              if (visitor.number() == 1) {
                visitor.upgrade();
              } else {
                visitor.upgrade("Sec-WebSocket-Protocol: v1");
              }
            }),
        world -> {
          ConnectionConfig.Builder config =
              ConnectionConfig.builder(AnswerWorld.url(0))
                  .subprotocol("v2")
                  .subprotocol("v1")
                  .subprotocolRequired(true);
          Connection connection = world.connect(config);
          assertThat(world.next(connection, Event.AttemptFailed.class).cause())
              .hasMessageContaining("none of the subprotocols [v2, v1], of which one is required");
          world.next(connection, Event.Connected.class);
          UpgradeAnswer answer = connection.handle().upgradeAnswer().orElseThrow();
          assertThat(answer.subprotocol()).contains("v1");
          connection.handle().close();
        });
    assertThatThrownBy(() -> ConnectionConfig.builder("ws://h").subprotocolRequired(true).build())
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("subprotocolRequired needs a subprotocol");
  }

  @Test
  void rawHandler_textAndBinary_goBothWays() {
    AnswerWorld.run(
        List.of(visitor -> visitor.upgrade().text("hello").say("\u0082\u0002\u0001\u0002")),
        world -> {
          Connection connection = world.connect(ConnectionConfig.builder(AnswerWorld.url(0)));
          try (ConnectionHandle handle = connection.handle();
              Subscription messages = handle.subscribe(RawHandler.MESSAGES)) {
            assertThat(next(messages)).isEqualTo(WsMessage.text("hello"));
            assertThat(next(messages)).isEqualTo(WsMessage.binary(new byte[] {1, 2}));
            handle.send("text");
            handle.send(new byte[] {7});
            handle.send(WsMessage.text("whole"));
            assertThat(handle.metrics().messagesOut()).isEqualTo(3);
            assertThatThrownBy(() -> handle.send(7))
                .isInstanceOf(WsException.Serialization.class)
                .hasMessageContaining("not a java.lang.Integer");
            assertThatThrownBy(() -> handle.request("what?", String.class))
                .isInstanceOf(WsException.Serialization.class)
                .hasMessageContaining("subscribe to RawHandler.MESSAGES");
            assertThatThrownBy(() -> handle.subscribe(new Topic("news")).close())
                .isInstanceOf(WsException.SubscriptionFailed.class)
                .hasMessageContaining("the only topic");
          }
        });
  }

  private static WsMessage next(Subscription messages) throws InterruptedException {
    Subscription.Item item = messages.poll(SOON).orElseThrow();
    return ((Subscription.Message) item).message().raw();
  }

  private static ConnectionConfig.Builder asking() {
    return ConnectionConfig.builder(AnswerWorld.url(0))
        .compression(Compression.DEFAULT.withServerWindowBits(10));
  }

  private static Script compressing(String answer) {
    return visitor -> visitor.upgrade("Sec-WebSocket-Extensions: " + answer);
  }

  private static String offer(Visitor visitor) {
    return visitor.field("Sec-WebSocket-Extensions");
  }
}

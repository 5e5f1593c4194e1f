package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.ProtocolHandler.ClosePolicy;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a connection does when the server closes with a code that its configuration names.
class ClosePolicySimTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void close_codeThatIsToStop_endsTheConnection() {
    CalmWorld.run(
        world -> {
          Connection connection = ready(world, 4401, ClosePolicy.STOP);
          world.server().closeAll(4401, "unknown key");
          Event.Closed closed = world.next(connection, Event.Closed.class, PATIENCE);
          assertThat(closed.reason().code()).isEqualTo(4401);
        });
  }

  @Test
  void close_codeThatIsNotNamed_isTheHandlersToDecide() {
    CalmWorld.run(
        world -> {
          Connection connection = ready(world, 4401, ClosePolicy.STOP);
          world.server().closeAll(4402, "busy");
          connection.handle().awaitReady(PATIENCE);
          world.next(connection, Event.Disconnected.class, PATIENCE);
          world.end(connection);
        });
  }

  @Test
  void close_codeThatTheHandlerWouldStopAt_mayBeTriedAgain() {
    CalmWorld.run(
        world -> {
          Connection connection = ready(world, 1010, ClosePolicy.RECONNECT);
          world.server().closeAll(1010, "no such extension");
          world.next(connection, Event.Disconnected.class, PATIENCE);
          connection.handle().awaitReady(PATIENCE);
          world.end(connection);
        });
  }

  @Test
  void onClose_codeThatCannotBeSent_isRefusedByName() {
    assertThatThrownBy(() -> CalmWorld.config().onClose(44, ClosePolicy.STOP).build())
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("a close code is 1000 to 4999, this is 44");
  }

  private static Connection ready(CalmWorld world, int code, ClosePolicy policy) throws Exception {
    Connection connection = world.connect(CalmWorld.config().onClose(code, policy).build());
    connection.handle().awaitReady(PATIENCE);
    world.next(connection, Event.Connected.class, PATIENCE);
    return connection;
  }
}

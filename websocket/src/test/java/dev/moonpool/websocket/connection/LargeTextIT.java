package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.kit.AnswerServer;
import dev.moonpool.websocket.kit.AnswerServer.Visitor;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A text beyond what a JSON reader takes by default, over a real socket.
@Tag("field-WS12")
@Timeout(240)
class LargeTextIT {
  private static final Duration PATIENCE = Duration.ofSeconds(100);
  private static final int LENGTH = 110_000_000;
  private static final String BEGIN = "{\"type\":\"dump\",\"data\":\"";

  @Test
  void text_of110MillionBytes_isDecodedWithinTheLimitAndRefusedByNameBeyondIt() throws Exception {
    try (SystemProviders system = SystemProviders.start(2);
        AnswerServer server = AnswerServer.listen(system.providers(), LargeTextIT::sayMuch)) {
      String url = "ws://127.0.0.1:" + server.port();
      ConnectionConfig.Builder config = ConnectionConfig.builder(url).connectTimeout(PATIENCE);
      Connection enough = connect(system, config.messageBytesMax(1 << 27).build());
      Event.Message event = next(system, enough, Event.Message.class);
      assertThat(event.message().text()).hasSize(BEGIN.length() + LENGTH + 2);
      assertThat(enough.handle().metrics().unreadable()).isZero();
      enough.handle().close();

      Connection tooMuch = connect(system, config.messageBytesMax(1 << 24).build());
      Event.Disconnected lost = next(system, tooMuch, Event.Disconnected.class);
      assertThat(lost.reason().code()).isEqualTo(1009);
      tooMuch.handle().close();
    }
  }

  private static void sayMuch(Visitor visitor) {
    int bytes = BEGIN.length() + LENGTH + 2;
    visitor.upgrade();
    StringBuilder head = new StringBuilder("\u0081\u007f\0\0\0\0");
    for (int shift = 24; shift >= 0; shift -= 8) {
      head.append((char) ((bytes >> shift) & 0xff));
    }
    visitor.say(head + BEGIN);
    String part = "x".repeat(LENGTH / 100);
    for (int i = 0; i < 100; i++) {
      visitor.say(part);
    }
    visitor.say("\"}");
  }

  private static Connection connect(SystemProviders system, ConnectionConfig config) {
    return Connection.connect(
        system.providers(), config, new GenericJsonHandler(JsonFields.DEFAULT));
  }

  private static <E extends Event> E next(
      SystemProviders system, Connection connection, Class<E> type) throws InterruptedException {
    return CalmWorld.next(system.providers().time(), connection, type, PATIENCE);
  }
}

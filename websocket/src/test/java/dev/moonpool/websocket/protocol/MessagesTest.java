package dev.moonpool.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.protocol.ProtocolHandler.ClosePolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  @Tag("W2")
  void kinds_predicates_partitionThem() {
    for (MessageKind kind : MessageKind.values()) {
      int holds = kind.isResponse() ? 1 : 0;
      holds += kind.isUpdate() ? 1 : 0;
      holds += kind.isEvent() ? 1 : 0;
      assertThat(holds).as(kind.name()).isEqualTo(1);
    }
  }

  @Test
  @Tag("W2")
  void binary_changedByItsMaker_staysAsItWas() {
    byte[] bytes = {1, 2, 3};
    WsMessage.Binary message = new WsMessage.Binary(bytes);
    bytes[0] = 9;
    message.data()[1] = 9;

    assertThat(message).isEqualTo(WsMessage.binary(new byte[] {1, 2, 3}));
    assertThat(message.bytes()).isEqualTo(3);
  }

  @Test
  @Tag("W2")
  void text_ofEither_isRead() {
    assertThat(incoming(WsMessage.text("grüß")).text()).isEqualTo("grüß");
    assertThat(incoming(WsMessage.binary(new byte[] {'a', 'b'})).text()).isEqualTo("ab");
    assertThat(WsMessage.text("grüß").bytes()).isEqualTo(6);
  }

  @Test
  @Tag("W7")
  void errors_withARequest_sayWhatBecameOfIt() {
    RequestId id = new RequestId("r1");
    WsException timeout =
        new WsException.RequestTimeout(Duration.ofSeconds(3), id, Outcome.MAYBE_EXECUTED);

    assertThat(timeout).hasMessageContaining("r1").hasMessageContaining("3 s");
    assertThat(timeout).hasMessageContaining("may have been executed");
    assertThat(timeout.outcome()).contains(Outcome.MAYBE_EXECUTED);
    assertThat(new WsException.CapacityExceeded("requests", 5).outcome())
        .contains(Outcome.NOT_SENT);
    assertThat(new WsException.Remote(-32601, "no method", "{}").outcome())
        .contains(Outcome.REJECTED);
    assertThat(new WsException.Auth("bad key", true).outcome()).isEmpty();
  }

  @Test
  @Tag("W13")
  void closePolicy_ofRestartAndOverload_givesTheServerTime() {
    assertThat(ClosePolicy.of(1012)).isEqualTo(ClosePolicy.RECONNECT_LATER);
    assertThat(ClosePolicy.of(1013)).isEqualTo(ClosePolicy.RECONNECT_LATER);
    assertThat(ClosePolicy.of(1010)).isEqualTo(ClosePolicy.STOP);
    assertThat(ClosePolicy.of(1006)).isEqualTo(ClosePolicy.RECONNECT);
  }

  private static IncomingMessage incoming(WsMessage raw) {
    return new IncomingMessage(raw, MessageKind.UNKNOWN, Optional.empty());
  }
}

package dev.moonpool.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.handlers.JsonRpcHandler;
import dev.moonpool.websocket.handlers.JsonRpcTopics;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Ready handlers of which a few answers are changed.
class ForwardingHandlerTest {
  @Test
  void everyQuestion_isPassedOn() {
    List<String> missing = new ArrayList<>();
    for (Method question : ProtocolHandler.class.getDeclaredMethods()) {
      boolean declared =
          Arrays.stream(ForwardingHandler.class.getDeclaredMethods())
              .anyMatch(
                  each ->
                      each.getName().equals(question.getName())
                          && Arrays.equals(each.getParameterTypes(), question.getParameterTypes()));
      if (!Modifier.isStatic(question.getModifiers()) && !question.isSynthetic() && !declared) {
        missing.add(question.getName());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void closeCode_thatIsFatalForOneServer_needsOneMethod() {
    ProtocolHandler<JsonNode> strict =
        new ForwardingHandler<>(new GenericJsonHandler(JsonFields.DEFAULT)) {
          @Override
          public ClosePolicy onClose(int code, String reason) {
            return code == 4401 ? ClosePolicy.STOP : super.onClose(code, reason);
          }
        };

    assertThat(strict.onClose(4401, "")).isEqualTo(ProtocolHandler.ClosePolicy.STOP);
    assertThat(strict.onClose(1012, "")).isEqualTo(ProtocolHandler.ClosePolicy.RECONNECT_LATER);
  }

  @Test
  void textPing_thatIsNoJson_isAnsweredBesideJson() {
    ProtocolHandler<JsonNode> texts = new TextPings();
    List<JsonNode> parts = new ArrayList<>();
    texts.parseEach(WsMessage.text("ping"), (raw, part) -> parts.add(part));
    texts.parseEach(WsMessage.text("[{\"id\":1,\"result\":2}]"), (raw, part) -> parts.add(part));

    assertThat(texts.pong(parts.getFirst())).contains(WsMessage.text("pong"));
    assertThat(texts.pong(parts.get(1))).isEmpty();
    assertThat(texts.classify(parts.get(1))).isEqualTo(MessageKind.RESPONSE);
  }

  private static final class TextPings extends ForwardingHandler<JsonNode> {
    private static final JsonNode PING = JsonMapper.shared().getNodeFactory().stringNode("ping");

    TextPings() {
      super(JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM));
    }

    @Override
    public void parseEach(WsMessage message, Parts<JsonNode> parts) {
      if (message.equals(WsMessage.text("ping"))) {
        parts.part(message, PING);
      } else {
        super.parseEach(message, parts);
      }
    }

    @Override
    public Optional<WsMessage> pong(JsonNode message) {
      return message == PING ? Optional.of(WsMessage.text("pong")) : super.pong(message);
    }
  }
}

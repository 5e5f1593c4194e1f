package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The contract suite with answers that are no texts, and without a library of assertions.
@Tag("field-O10")
class ContractAnswersTest {
  /// An answer with parts.
  record Price(String symbol, long cents) {}

  @Test
  void contract_asClassFile_namesNoAssertionLibrary() throws Exception {
    Class<?> suite = ProtocolHandlerContract.class;
    try (InputStream file = suite.getResourceAsStream(suite.getSimpleName() + ".class")) {
      String constants = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(constants).contains("org/junit/jupiter").doesNotContain("org/assertj");
    }
  }

  @Nested
  class NumberTest extends JsonAnswers {
    @Override
    protected Object value() {
      return 41;
    }

    @Override
    String json() {
      return "41";
    }
  }

  @Nested
  class RecordTest extends JsonAnswers {
    @Override
    protected Object value() {
      return new Price("gold", 12);
    }

    @Override
    protected Class<?> unfitType() {
      return Integer.class;
    }

    @Override
    String json() {
      return "{\"symbol\":\"gold\",\"cents\":12}";
    }
  }

  /// A server whose answer has this value.
  abstract static class JsonAnswers extends ProtocolHandlerContract<JsonNode> {
    private final GenericJsonHandler plain = new GenericJsonHandler(JsonFields.DEFAULT);

    abstract String json();

    @Override
    protected ProtocolHandler<JsonNode> handler() {
      return new GenericJsonHandler(JsonFields.DEFAULT);
    }

    @Override
    protected Object payload() {
      return Map.of("ask", "price");
    }

    @Override
    protected Object unfitPayload() {
      return "a text is no object";
    }

    @Override
    protected WsMessage answer(WsMessage request) {
      return WsMessage.text("{\"id\":%s,\"result\":%s}".formatted(id(request), json()));
    }

    @Override
    protected WsMessage refusal(WsMessage request) {
      return WsMessage.text(
          "{\"id\":%s,\"error\":{\"code\":7,\"message\":\"not today\"}}".formatted(id(request)));
    }

    @Override
    protected List<WsMessage> acknowledge(WsMessage subscribe) {
      return List.of();
    }

    @Override
    protected WsMessage update(Topic topic) {
      return WsMessage.text("{\"topic\":\"%s\",\"data\":1}".formatted(topic));
    }

    private JsonNode id(WsMessage request) {
      return plain.parse(request).get("id");
    }
  }
}

package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Answers whose id or result has an unusual form.
class AnswerShapesTest {
  private final JsonRpcHandler rpc = JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM);
  private final GenericJsonHandler json = GenericJsonHandler.withNumberIds(JsonFields.DEFAULT);

  @ParameterizedTest
  @CsvSource({"1.0,1", "7e0,7", "12.000,12", "9007199254740992.0,9007199254740992", "'\"3\"',3"})
  @Tag("field-WS9")
  void id_writtenAsAnotherNumber_isTheSameId(String written, String id) {
    assertThat(rpc.requestId(read("{\"id\":" + written + ",\"result\":1}")))
        .contains(new RequestId(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e300", "true", "[1]", "null"})
  @Tag("field-WS9")
  void id_thatIsNoneOfOurs_matchesNothing(String written) {
    assertThat(rpc.requestId(read("{\"id\":" + written + ",\"result\":1}"))).isEmpty();
  }

  @Test
  @Tag("field-WS9")
  void answer_withNeitherResultNorError_isAnErrorAndNoNull() {
    JsonNode answer = read("{\"jsonrpc\":\"2.0\",\"id\":1}");

    assertThat(rpc.classify(answer)).isEqualTo(MessageKind.RESPONSE);
    assertThatThrownBy(() -> rpc.value(answer, String.class))
        .isInstanceOf(WsException.Serialization.class)
        .hasMessageContaining("neither a result nor an error");
    assertThat(rpc.value(read("{\"id\":1,\"result\":null}"), String.class)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":null,\"error\":{\"code\":-32700,\"message\":\"no JSON\"}}",
        "{\"error\":\"rate limit exceeded\"}",
        "{\"id\":null,\"error\":[\"E1\"]}"
      })
  @Tag("field-WS9")
  void error_withoutAnId_isAnAnswer(String text) {
    assertThat(rpc.classify(read(text))).isEqualTo(MessageKind.RESPONSE);
    assertThat(json.classify(read(text))).isEqualTo(MessageKind.RESPONSE);
    assertThat(rpc.remoteError(read(text))).isPresent();
    assertThat(json.remoteError(read(text))).isPresent();
  }

  @Test
  @Tag("field-WS9")
  void message_withoutIdAndError_isNoAnswer() {
    assertThat(rpc.classify(read("{\"id\":null,\"result\":1}"))).isEqualTo(MessageKind.UNKNOWN);
    assertThat(json.classify(read("{\"hello\":1}"))).isEqualTo(MessageKind.UNKNOWN);
  }

  private JsonNode read(String text) {
    return rpc.parse(WsMessage.text(text));
  }
}
